/** Ends a `switch` over a closed union: a member that was forgotten is a compile error. (The window imports the contract only.) */
export function unreachable(value: never): never {
  throw new Error(`a case was forgotten: ${JSON.stringify(value)}`);
}
