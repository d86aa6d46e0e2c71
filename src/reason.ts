/** What {@link isReason} accepts, in words that can be gone on with: why what. */
export const reasonForm = "a sentence of at least 10 characters (spaces around it not counted) that says why";

/** Whether a text can be the written reason for something that reviewers should stop at. */
export function isReason(text: string): boolean {
  return text.trim().length >= 10;
}
