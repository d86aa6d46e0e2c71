/** Writes a line of progress: to standard error, so that it never mixes with a result. */
export function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Writes a result to standard output. */
export function result(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** A reader that went away (`| head`) must not end us in the middle of an apply. */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
}

/** Numbered steps: each says that it begins, and how long it took. */
export class Steps {
  private done = 0;

  constructor(
    private readonly total: number,
    private readonly signal: AbortSignal,
  ) {}

  /** Runs a step; throws the signal's reason instead where that is aborted before. */
  async step<T>(title: string, body: () => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    this.done += 1;
    const started = performance.now();
    progress(`[${this.done}/${this.total}] ${title}`);
    const value = await body();
    progress(`[${this.done}/${this.total}] ${title}: done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    return value;
  }
}
