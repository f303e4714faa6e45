/** The host's WebAssembly, which every Node and browser has; typed here since neither's types are known to this package. */
import { callbackModule, memoryModule } from "./module.ts";

interface HostMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
interface HostModule {
  readonly kind?: "module";
}
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => HostModule;
  readonly Instance: new (
    module: HostModule,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
  readonly Memory: new (limits: { readonly initial: number; readonly maximum?: number }) => HostMemory;
};

/** A compiled module; it can be sent to another thread. */
export type CompiledModule = HostModule;

const pageBytes = 65_536;
/** Address 0 stays free, so that a forgotten address shows. */
const firstAddress = 64;

/** A stretch of memory that modules share, handed out piece by piece. */
export class Memory {
  readonly host: HostMemory;
  private used: number;

  constructor() {
    this.host = new WebAssembly.Memory({ initial: 1 });
    this.used = firstAddress;
  }

  /** Room for `count` doubles, on a boundary of 64 bytes; its address. */
  reserve(count: number): number {
    const address = this.used;
    this.used = address + Math.ceil((count * 8) / 64) * 64;
    const missing = Math.ceil(this.used / pageBytes) - this.host.buffer.byteLength / pageBytes;
    if (missing > 0) this.host.grow(missing);
    return address;
  }

  /** Takes back everything that was handed out. */
  clear(): void {
    this.used = firstAddress;
  }

  /** The doubles at an address. Valid until the next `reserve`. */
  doubles(address: number, count: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.host.buffer, address, count);
  }

  /** The 32-bit integers at an address. Valid until the next `reserve`. */
  integers(address: number, count: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.host.buffer, address, count);
  }
}

export function compileModule(bytes: Uint8Array<ArrayBuffer>): CompiledModule {
  return new WebAssembly.Module(bytes);
}

/** A function of an instance: numbers in, a number or nothing out. */
export type Exported = (...numbers: readonly number[]) => number;

/**
 * Instantiates a module on a memory.
 * @returns its exported functions by name
 */
export function instantiate(
  module: CompiledModule,
  memory: Memory,
  callbacks: Readonly<Record<string, (...numbers: number[]) => number>> = {},
): (name: string) => Exported {
  const imports = { [memoryModule]: { [memoryModule]: memory.host }, [callbackModule]: callbacks };
  const { exports } = new WebAssembly.Instance(module, imports);
  return (name) => {
    const found = exports[name];
    if (!isExported(found)) throw new Error(`the module has no function ${name}`);
    return found;
  };
}

/** Functions of a module take and give numbers only: the assembler knows no other types. */
function isExported(value: unknown): value is Exported {
  return typeof value === "function";
}
