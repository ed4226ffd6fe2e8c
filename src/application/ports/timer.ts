export interface Timer {
  /** Ends after so many milliseconds, or at once when `cut` is aborted; never rejects, never keeps a process alive. */
  wait(milliseconds: number, cut: AbortSignal): Promise<void>;
}
