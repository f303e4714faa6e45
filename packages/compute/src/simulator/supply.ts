/** Requests that clients of a closed loop take one after the other. */
import type { RequestColumns } from "../traffic/requests.ts";

export class Supply {
  /** Requests not yet taken. */
  left = 0;
  private readonly stretches: RequestColumns[] = [];
  private row = 0;

  add(requests: RequestColumns): void {
    if (requests.count === 0) return;
    this.stretches.push(requests);
    this.left += requests.count;
  }

  /** Hands over the next request, as a row of its stretch; there must be one. */
  take(arrive: (requests: RequestColumns, row: number) => void): void {
    const [stretch] = this.stretches;
    if (stretch === undefined) return;
    const { row } = this;
    this.left--;
    this.row++;
    if (this.row === stretch.count) {
      this.stretches.shift();
      this.row = 0;
    }
    arrive(stretch, row);
  }
}
