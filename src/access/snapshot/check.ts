import { UserError } from "../../errors";
import { changesAsText } from "../renderings/changes";
import { type Change, differences } from "./differences";
import { parseSnapshot } from "./parse";
import { renderSnapshot } from "./render";
import { type Snapshot } from "./snapshot";

/** A snapshot that was committed, or is missing. */
export interface Committed {
  readonly environment: string;
  /** What the file is called in messages. */
  readonly file: string;
  /** Undefined where there is no file. */
  readonly text: string | undefined;
}

/**
 * What is wrong with a committed snapshot, as the lines of an error; undefined where it is as it should be.
 *
 * @param now Who can call what as it would be applied.
 */
export function staleness({ environment, file, text }: Committed, now: Snapshot): string | undefined {
  const fix = `  fix:     if that is meant, write it anew and commit it: npm run access -- ${environment} --write`;
  if (text === undefined)
    return [`${file}: there is no snapshot of who can call what in ${environment}`, fix].join("\n");
  // git may have given it the line ends of Windows.
  if (text.replaceAll("\r\n", "\n") === renderSnapshot(now, environment)) return undefined;
  const changes = changesSince(text, file, now);
  if (typeof changes === "string") return changes;
  if (changes.length === 0) return [`${file}: it says the same, but is not written as --write does`, fix].join("\n");
  return [`${file}: who can call what is not what it says any more`, ...changesAsText(changes), fix].join("\n");
}

/** The changes, or what keeps the text from being read. */
function changesSince(text: string, file: string, now: Snapshot): readonly Change[] | string {
  try {
    return differences(parseSnapshot(text, file), now);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
