/** One permission: what may be done to what. Always an Allow; a role that was granted nothing may do nothing. */
export interface PolicyStatement {
  /** Its name in the document, letters and digits; the same name always means the same actions and conditions. */
  readonly sid: string;
  /** IAM actions, such as `execute-api:Invoke`; at least one. */
  readonly actions: readonly [string, ...string[]];
  /** ARNs; at least one. */
  readonly resources: readonly [string, ...string[]];
  /**
   * The same permission in fewer characters: names what these resources, all granted by statements with this very
   * function, name together, and nothing else. Used where a role's permissions are too long. @default - they stay
   */
  readonly shorten?: (resources: readonly string[]) => readonly string[];
  /** When it holds: values by operator and key, such as `{ StringLike: { "s3:prefix": ["public/*"] } }`. @default - always */
  readonly conditions?: Conditions;
}

/** Conditions of a permission, all of which hold: for each operator and key, values of which one must match. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/**
 * The IAM policy document of these statements, as JSON text: one statement for each name, actions and resources
 * sorted, so that the order in which permissions were granted changes nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  const sids = [...new Set(statements.map(({ sid }) => sid))].toSorted();
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: sids.map((sid) => {
      const ofSid = statements.filter((statement) => statement.sid === sid);
      return {
        Sid: sid,
        Effect: "Allow",
        Action: sorted(ofSid.flatMap(({ actions }) => actions)),
        Resource: sorted(ofSid.flatMap(({ resources }) => resources)),
        ...(ofSid[0]?.conditions && { Condition: ofSid[0].conditions }),
      };
    }),
  });
}

const sorted = (values: readonly string[]) => [...new Set(values)].toSorted();

/** The statements with their resources named in fewer characters, where they know how. */
export function shortened(statements: readonly PolicyStatement[]): readonly PolicyStatement[] {
  const bySubject = new Map<PolicyStatement["shorten"], PolicyStatement[]>();
  for (const statement of statements) {
    bySubject.set(statement.shorten, [...(bySubject.get(statement.shorten) ?? []), statement]);
  }
  return [...bySubject].flatMap(([shorten, alike]) => {
    const [first] = alike;
    if (!shorten || !first) return alike;
    const [resource, ...others] = shorten(alike.flatMap(({ resources }) => resources));
    return resource === undefined ? alike : [{ ...first, resources: [resource, ...others] }];
  });
}

/** What is wrong with statements of one document: a name of the wrong form, or one name for different permissions. */
export function statementFaults(statements: readonly PolicyStatement[]): string[] {
  const meanings = new Map<string, { readonly actions: string; readonly conditions: string }>();
  return statements.flatMap(({ sid, actions, conditions = {} }) => {
    if (!/^[A-Za-z0-9]+$/.test(sid)) return [`the statement name "${sid}" is not letters and digits`];
    const meaning = { actions: sorted(actions).join(), conditions: JSON.stringify(conditions) };
    const known = meanings.get(sid) ?? meaning;
    meanings.set(sid, known);
    if (known.actions !== meaning.actions) return [`two statements are named ${sid} and allow different actions`];
    return known.conditions === meaning.conditions
      ? []
      : [`two statements are named ${sid} and have different conditions`];
  });
}
