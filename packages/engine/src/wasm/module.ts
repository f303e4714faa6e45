/** Puts functions together into a WebAssembly module that works on a memory given to it. */
import { append, list, sized, text, unsigned } from "./bytes.ts";
import { makeLocal, typeByte, type Code, type Local, type ValueType } from "./code.ts";

/** Names under which a module takes its memory and calls back. */
export const memoryModule = "memory";
export const callbackModule = "callback";

interface Signature {
  readonly parameters: readonly ValueType[];
  readonly result: ValueType | "none";
}

/** The variables of a function while its code is written. */
export class Scope {
  readonly types: ValueType[] = [];
  private readonly parameters: number;

  constructor(parameters: number) {
    this.parameters = parameters;
  }

  local<T extends ValueType>(type: T): Local<T> {
    this.types.push(type);
    return makeLocal(type, this.parameters + this.types.length - 1);
  }
}

export class ModuleBuilder {
  private readonly types: string[] = [];
  private readonly typeBytes: number[][] = [];
  private readonly imports: { name: string; type: number }[] = [];
  private readonly functions: { type: number; body: number[]; export: string | undefined }[] = [];

  /** A function of the host, called by its index. All of them come before the module's own functions. */
  callback(name: string, parameters: readonly ValueType[], result: ValueType | "none"): number {
    if (this.functions.length > 0) throw new Error("callbacks come before functions");
    this.imports.push({ name, type: this.typeOf({ parameters, result }) });
    return this.imports.length - 1;
  }

  /**
   * A function of the module.
   * @param build gets the variables to make locals in, and a local for each parameter
   * @returns its index, for `call`
   */
  function<R extends ValueType | "none">(
    parameters: readonly ValueType[],
    result: R,
    build: (scope: Scope) => Code<R>,
    exported?: string,
  ): number {
    const scope = new Scope(parameters.length);
    const { bytes } = build(scope);
    const body = list(runs(scope.types));
    append(body, bytes);
    body.push(0x0b);
    this.functions.push({ type: this.typeOf({ parameters, result }), body: sized(body), export: exported });
    return this.imports.length + this.functions.length - 1;
  }

  /** The module in binary form. */
  bytes(): Uint8Array<ArrayBuffer> {
    const out: number[] = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
    const section = (id: number, content: readonly number[]): void => {
      out.push(id);
      append(out, sized(content));
    };
    // A memory of at least one page, whatever the host gives.
    const memory = [...text(memoryModule), ...text(memoryModule), 0x02, 0x00, 0x01];
    const callbacks = this.imports.map(({ name, type }) => [
      ...text(callbackModule),
      ...text(name),
      0x00,
      ...unsigned(type),
    ]);
    section(1, list(this.typeBytes));
    section(2, list([memory, ...callbacks]));
    section(3, list(this.functions.map(({ type }) => unsigned(type))));
    const exports = this.functions.flatMap(({ export: name }, index) =>
      name === undefined ? [] : [[...text(name), 0x00, ...unsigned(this.imports.length + index)]],
    );
    section(7, list(exports));
    section(10, list(this.functions.map(({ body }) => body)));
    return Uint8Array.from(out);
  }

  private typeOf({ parameters, result }: Signature): number {
    const key = `${parameters.join()}>${result}`;
    const found = this.types.indexOf(key);
    if (found >= 0) return found;
    const results = result === "none" ? [] : [[typeByte(result)]];
    this.types.push(key);
    this.typeBytes.push([0x60, ...list(parameters.map((type) => [typeByte(type)])), ...list(results)]);
    return this.types.length - 1;
  }
}

/** The local of a parameter, by its place. */
export function parameter<T extends ValueType>(type: T, index: number): Local<T> {
  return makeLocal(type, index);
}

/** Locals are declared in runs of one type. */
function runs(types: readonly ValueType[]): number[][] {
  const out: { type: ValueType; count: number }[] = [];
  for (const type of types) {
    const last = out.at(-1);
    if (last?.type === type) last.count++;
    else out.push({ type, count: 1 });
  }
  return out.map(({ type, count }) => [...unsigned(count), typeByte(type)]);
}
