/**
 * Shared memory that is used again. A buffer's pages are only freed when every thread that saw it has collected its garbage,
 * which an idle thread may never do; so there are as few buffers as possible.
 */
export class SharedRoom {
  private readonly free: SharedArrayBuffer[] = [];

  /** Room for so many numbers, of which nothing is known. */
  take(doubles: number): Float64Array {
    const bytes = doubles * 8;
    const fitting = this.free.findIndex((buffer) => buffer.byteLength >= bytes);
    const [found] = fitting < 0 ? [] : this.free.splice(fitting, 1);
    // What is too small for this is not kept for others.
    if (found === undefined) this.free.length = 0;
    return new Float64Array(found ?? new SharedArrayBuffer(bytes), 0, doubles);
  }

  /** Lets a room be taken again, once nobody writes into it any more. */
  giveBack({ buffer }: Float64Array): void {
    if (buffer instanceof SharedArrayBuffer) this.free.push(buffer);
  }
}
