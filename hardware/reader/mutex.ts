/** Lets one caller after the other through, in the order in which they came. */
export class Mutex {
  #last: Promise<unknown> = Promise.resolve();

  run<Value>(action: () => Promise<Value>): Promise<Value> {
    const result = this.#last.then(action);
    this.#last = result.catch(() => {});
    return result;
  }
}
