import { type Change } from "../snapshot/differences";
import { wrapped, width } from "./layout";
import { escaped } from "./markdown-text";

/** How each kind of change is marked. */
const marks: Readonly<Record<Change["kind"], string>> = { gain: "+", loss: "-", other: "~" };

/** Changes for a terminal, a sentence each: `+` opens, `-` closes, `~` neither. */
export function changesAsText(changes: readonly Change[]): readonly string[] {
  return changes.flatMap(({ kind, sentence }) =>
    wrapped(sentence, width - 4).map((line, index) => `  ${index === 0 ? marks[kind] : " "} ${line}`),
  );
}

const titles: Readonly<Record<Change["kind"], string>> = { gain: "Opens", loss: "Closes", other: "Otherwise" };

/** Changes for a pull request's comment: what opens, what closes, and the rest. */
export function changesAsMarkdown(changes: readonly Change[]): readonly string[] {
  return (["gain", "loss", "other"] as const).flatMap((kind) => {
    const items = changes.filter((change) => change.kind === kind).map(({ sentence }) => `- ${escaped(sentence)}`);
    return items.length > 0 ? ["", `${titles[kind]}:`, "", ...items] : [];
  });
}
