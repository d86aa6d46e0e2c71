import { isRecord } from "./json-blocks";

/** Whether any of a value is unknown, by its `after_unknown`. */
export function isOpen(mask: unknown): boolean {
  if (Array.isArray(mask)) return mask.some(isOpen);
  return mask === true || (isRecord(mask) && Object.values(mask).some(isOpen));
}
