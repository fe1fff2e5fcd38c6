/**
 * Which page stands before people. The passenger's window is always there; while staff are at work one of their own lies
 * over it, and it is destroyed with the session: nothing that it ever showed is left in any page.
 */

/** A window, as far as the stage needs to know it. */
export interface StaffWindow<Screen> {
  send(screen: Screen): void;
  destroy(): void;
}

export class Stage<Screen> {
  readonly #open: () => StaffWindow<Screen>;
  #window: StaffWindow<Screen> | null = null;
  #latest: Screen | null = null;

  /** `open`: makes the staff page's window; its page says hello when it can draw. */
  constructor(open: () => StaffWindow<Screen>) {
    this.#open = open;
  }

  get isOpen(): boolean {
    return this.#window !== null;
  }

  /** What the station says of its staff page; null: nobody is at work, or the station is gone. */
  screen(screen: Screen | null): void {
    this.#latest = screen;
    if (screen === null) {
      this.#window?.destroy();
      this.#window = null;
      return;
    }
    if (this.#window) this.#window.send(screen);
    else this.#window = this.#open();
  }

  /** The staff page can draw now. */
  hello(): void {
    if (this.#latest !== null) this.#window?.send(this.#latest);
  }
}
