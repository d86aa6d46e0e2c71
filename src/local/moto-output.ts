import { type ChildProcess } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

/** What moto writes. */
export interface MotoOutput {
  /** The port that moto says it got. */
  readonly port: Promise<number>;
  /** The last of it, one line below the other, save what it always says and the log of its requests. */
  readonly words: () => string;
}

const wordsKept = 15;
const requestLogged = /^\S+ - - \[[^\]]*\] /;
const alwaysSaid = /^ \* (Serving|Debug|Running) |^WARNING: This is a development server\.|^Press CTRL\+C to quit/;

/** Reads all that moto writes, or it would stand still once the pipe is full, and keeps the last words. */
export function keepOutput(child: ChildProcess): MotoOutput {
  let words: string[] = [];
  const port = new Promise<number>((resolve) => {
    const hear = (line: string): void => {
      const told = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(line);
      if (told) resolve(Number(told[1]));
      if (line.trim() === "" || requestLogged.test(line) || alwaysSaid.test(line)) return;
      words = [...words, line.trimEnd()].slice(-wordsKept);
    };
    for (const stream of [child.stdout, child.stderr]) hearLines(stream, hear);
    child.once("error", (error) => hear(error.message));
  });
  return { port, words: () => words.join("\n    ").trimStart() };
}

function hearLines(stream: ChildProcess["stdout"], hear: (line: string) => void): void {
  let rest = "";
  stream?.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = (lines.pop() ?? "").slice(-4000);
    for (const line of lines) hear(stripVTControlCharacters(line));
  });
  stream?.on("end", () => hear(stripVTControlCharacters(rest)));
}
