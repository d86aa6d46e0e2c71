/** How API Gateway names a method in IAM: what constructs write and what access reads. */

/** A stage of an API. */
export interface ApiStage {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly apiId: string;
  readonly stage: string;
}

/** A method and the path that it serves, such as `GET` and `/members/{id}`. */
export interface MethodAndPath {
  /** An HTTP method, or ANY. */
  readonly method: string;
  /** The path's template, beginning with a slash. */
  readonly path: string;
}

/**
 * The part of an execute-api ARN behind the stage: the method, `*` for ANY, and the path with `*` for each parameter. A
 * policy variable, `${...}`, stays.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
 */
export function methodPattern({ method, path }: MethodAndPath): string {
  return `${method === "ANY" ? "*" : method}${path.replaceAll(/(?<!\$)\{[^}]*\}/g, "*")}`;
}

/** The ARN that a policy names to allow calls of a method. */
export function methodArn(stage: ApiStage, method: MethodAndPath): string {
  return stageArn(stage, methodPattern(method));
}

/** The ARN that stands for the methods of a stage that fit a pattern, such as `GET/members/*`; or for all of them. */
export function stageArn({ partition, region, accountId, apiId, stage }: ApiStage, pattern = "*"): string {
  return `arn:${partition}:execute-api:${region}:${accountId}:${apiId}/${stage}/${pattern}`;
}

/**
 * Whether a policy that allows one route also allows some request that API Gateway serves by another: IAM's `*`
 * crosses slashes, so `GET/members/*` covers `GET /members/{id}/secrets` and `GET /members/me` too. A pattern without
 * `*` covers its own route alone, since API Gateway prefers a literal path.
 */
export function patternReaches(granted: MethodAndPath, other: MethodAndPath): boolean {
  const pattern = methodPattern(granted);
  return pattern.includes("*") && reaches(pattern, requestTemplate(other));
}

/**
 * Whether a resource policy that allows a route of a stage, without naming the API, also allows some request that API
 * Gateway serves by another: there the `*` in the API's place crosses slashes too.
 */
export function resourcePolicyReaches(stage: string, allowed: MethodAndPath, other: MethodAndPath): boolean {
  return reaches(`*/${stage}/${methodPattern(allowed)}`, `{api}/${stage}/${requestTemplate(other)}`);
}

const requestTemplate = ({ method, path }: MethodAndPath) => `${method === "ANY" ? "{method}" : method}${path}`;

function reaches(pattern: string, request: string): boolean {
  const literalOfPattern = pattern.split("*", 1)[0] ?? "";
  const literalOfRequest = request.split("{", 1)[0] ?? "";
  if (!literalOfPattern.startsWith(literalOfRequest) && !literalOfRequest.startsWith(literalOfPattern)) return false;
  return fits(pattern.split(""), request.match(/\{[^}]*\}|./gs) ?? []);
}

/** Whether some request of the template (in characters and `{parameters}`) fits the pattern (in characters). */
function fits(pattern: readonly string[], template: readonly string[]): boolean {
  const known = new Map<number, boolean>();
  const from = (i: number, j: number): boolean => {
    const key = i * (template.length + 1) + j;
    const answer = known.get(key) ?? step(i, j);
    known.set(key, answer);
    return answer;
  };
  const step = (i: number, j: number): boolean => {
    const [wanted, piece] = [pattern[i], template[j]];
    if (wanted === undefined && piece === undefined) return true;
    if (wanted === "*") return from(i + 1, j) || (piece !== undefined && from(i, j + 1));
    if (wanted === undefined || piece === undefined) return false;
    if (piece.endsWith("+}")) return from(i + 1, j) || from(i + 1, j + 1);
    if (piece.startsWith("{")) return wanted !== "/" && (from(i + 1, j) || from(i + 1, j + 1));
    return wanted === piece && from(i + 1, j + 1);
  };
  return from(0, 0);
}
