/** Inputs taken together: an analysis attributes to a group what its members do, alone and among themselves. */
import type { Input } from "../graph/index.ts";

export interface InputGroup {
  readonly name: string;
  /** Indices into the model's inputs. */
  readonly inputs: readonly number[];
}

/** Every input in a group of its own. */
export function eachInput(inputs: readonly Input[]): InputGroup[] {
  return inputs.map(({ name }, index) => ({ name, inputs: [index] }));
}

/**
 * Shares of a variance add up only over groups that hold each input once.
 * @throws RangeError when they do not
 */
export function checkGroups(groups: readonly InputGroup[], inputs: readonly Input[]): void {
  if (inputs.length === 0) throw new RangeError("there is no uncertain input, so nothing varies");
  const owner = new Map<number, string>();
  for (const { name, inputs: members } of groups) {
    if (members.length === 0) throw new RangeError(`the group "${name}" is empty`);
    for (const input of members) {
      const known = inputs[input];
      if (known === undefined) throw new RangeError(`the group "${name}" has an input ${input}, which is not there`);
      const other = owner.get(input);
      if (other !== undefined) throw new RangeError(`${known.name} is in the group "${other}" and in "${name}"`);
      owner.set(input, name);
    }
  }
  const left = inputs.filter((_, input) => !owner.has(input)).map(({ name }) => name);
  if (left.length > 0) throw new RangeError(`in no group: ${left.join(", ")}`);
}
