import { UserError } from "../../errors";
import { type Shown } from "./shown";

/** Where a resource is, as far as ARNs and ids tell. */
export interface Place {
  readonly region?: string;
  readonly accountId?: string;
}

const arnPattern = /^arn:([a-z-]+):([a-z0-9-]*):([a-z0-9-]*):(?:(\d{12})?:|lambda:path)(.*)/s;
/** User pools and identity pools carry their region in their ids. */
const regionalId = /^([a-z]{2}(?:-[a-z]+)+-\d)[_:]/;

/** What names the resource that another belongs to, and so is where that is. */
const owners: readonly (readonly [argument: string, type: string])[] = [
  ["rest_api_id", "aws_api_gateway_rest_api"],
  ["api_id", "aws_apigatewayv2_api"],
  ["function_name", "aws_lambda_function"],
  ["user_pool_id", "aws_cognito_user_pool"],
  ["identity_pool_id", "aws_cognito_identity_pool"],
  ["vpc_id", "aws_vpc"],
  ["role", "aws_iam_role"],
];

/**
 * Where each resource is: by its own ARN, by ids that name a region, or as what it belongs to.
 *
 * @throws UserError where an ARN is of another partition than `aws`.
 */
export function placesOf(shown: readonly Shown[]): (shown: Shown) => Place {
  const byId = new Map<string, Place[]>();
  for (const one of shown) {
    if (typeof one.values.id !== "string") continue;
    const key = `${one.type} ${one.values.id}`;
    const others = byId.get(key);
    if (others === undefined) byId.set(key, [ownPlace(one)]);
    else others.push(ownPlace(one));
  }
  return (one) => {
    const owning = owners.flatMap(([argument, type]) => byId.get(`${type} ${String(one.values[argument])}`) ?? []);
    return { ...commonPlace(owning), ...ownPlace(one) };
  };
}

/**
 * Where a resource is, by its own ARN or by ids that name a region.
 *
 * @throws UserError where its ARN is of another partition than `aws`.
 */
export function ownPlace({ address, mode, type, values }: Shown): Place {
  const named = type.startsWith("aws_lambda_") ? values.function_name : undefined;
  const arns = [values.arn, values.execution_arn, values.invoke_arn, named].map((arn) => placeIn(arn, address));
  const ids = [values.user_pool_id, values.identity_pool_id].map((id) =>
    typeof id === "string" ? regionalId.exec(id)?.[1] : undefined,
  );
  const asked = type === "aws_caller_identity" ? values.account_id : undefined;
  const owner = mode === "managed" ? values.owner_id : undefined;
  const accountIds = [asked, owner, ...arns.map((place) => place.accountId)];
  const region = [...arns.map((place) => place.region), ...ids].find((one) => one !== undefined);
  return placed(region, accountIds.find(isAccount));
}

const isAccount = (value: unknown): value is string => typeof value === "string" && /^\d{12}$/.test(value);

function placeIn(arn: unknown, address: string): Place {
  const found = typeof arn === "string" ? arnPattern.exec(arn) : null;
  if (found === null) return {};
  const [, partition, service, region, accountId, resource] = found;
  if (partition !== "aws") throw otherPartition(address, arn);
  // What belongs to CloudFront is kept in a region that nothing else need be in.
  const isGlobal = region === "" || (service === "wafv2" && resource?.startsWith("global/") === true);
  return placed(isGlobal ? undefined : region, accountId);
}

const placed = (region: string | undefined, accountId: string | undefined): Place => ({
  ...(region === undefined ? {} : { region }),
  ...(accountId === undefined ? {} : { accountId }),
});

const otherPartition = (where: string, got: unknown) =>
  new UserError({
    where,
    what: "its ARN is of another partition of AWS",
    got,
    allowed: "the partition aws",
    fix: "read access elsewhere: only the partition aws is supported",
  });

/** Where all of them are, if it is one region, one account. */
export function commonPlace(places: readonly Place[]): Place {
  const { regions, accountIds } = distinctPlaces(places);
  return placed(only(regions), only(accountIds));
}

/** All the regions and accounts there are. */
export function distinctPlaces(
  places: readonly Place[],
): Readonly<Record<"regions" | "accountIds", ReadonlySet<string>>> {
  const distinct = (values: readonly (string | undefined)[]) => new Set(values.filter((value) => value !== undefined));
  return {
    regions: distinct(places.map((place) => place.region)),
    accountIds: distinct(places.map((place) => place.accountId)),
  };
}

function only(values: ReadonlySet<string>): string | undefined {
  const [first] = values;
  return values.size === 1 ? first : undefined;
}
