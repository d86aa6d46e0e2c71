/** One permission: what may be done to what. Always an Allow; a role that was granted nothing may do nothing. */
export interface PolicyStatement {
  /** Its name in the document: letters and digits. Statements of one name and the same actions become one. */
  readonly sid: string;
  /** IAM actions, such as `execute-api:Invoke`. */
  readonly actions: readonly string[];
  /** ARNs. */
  readonly resources: readonly string[];
}

/**
 * The IAM policy document of these statements, as JSON text: one statement for each name and set of actions, actions
 * and resources sorted, so that the order in which permissions were granted changes nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  const merged = new Map<string, { sid: string; actions: string[]; resources: Set<string> }>();
  for (const { sid, actions, resources } of statements) {
    const sortedActions = [...actions].toSorted();
    const key = [sid, ...sortedActions].join(" ");
    const entry = merged.get(key) ?? { sid, actions: sortedActions, resources: new Set() };
    for (const resource of resources) entry.resources.add(resource);
    merged.set(key, entry);
  }
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [...merged.keys()].toSorted().map((key) => {
      const { sid, actions, resources } = merged.get(key) ?? { sid: "", actions: [], resources: new Set() };
      return { Sid: sid, Effect: "Allow", Action: oneOrMany(actions), Resource: oneOrMany([...resources].toSorted()) };
    }),
  });
}

// IAM answers a list of one as a string; writing it so keeps the second plan empty.
const oneOrMany = (values: readonly string[]) => (values.length === 1 ? values[0] : values);
