import { UserError } from "../../errors";
import { type Shown } from "./shown";

/** Where a resource is, as far as ARNs and ids tell. */
export interface Place {
  readonly region?: string;
  readonly accountId?: string;
}

const arnPattern = /^arn:([a-z-]+):[a-z0-9-]*:([a-z0-9-]*):(\d{12})?:/;
/** User pools and identity pools carry their region in their ids. */
const regionalId = /^([a-z]{2}(?:-[a-z]+)+-\d)[_:]/;

/**
 * Where a resource is, by its own ARN or by ids that name a region.
 *
 * @throws UserError where its ARN is of another partition than `aws`.
 */
export function ownPlace({ address, type, values }: Shown): Place {
  const arns = [values.arn, values.execution_arn].map((arn) => placeIn(arn, address));
  const ids = [values.user_pool_id, values.identity_pool_id].map((id) =>
    typeof id === "string" ? regionalId.exec(id)?.[1] : undefined,
  );
  const asked = type === "aws_caller_identity" ? values.account_id : undefined;
  const region = [...arns.map((place) => place.region), ...ids].find((one) => one !== undefined);
  const accountId = typeof asked === "string" ? asked : arns.find((place) => place.accountId !== undefined)?.accountId;
  return placed(region, accountId);
}

function placeIn(arn: unknown, address: string): Place {
  const found = typeof arn === "string" ? arnPattern.exec(arn) : null;
  if (found === null) return {};
  const [, partition, region, accountId] = found;
  if (partition !== "aws") throw otherPartition(address, arn);
  return placed(region === "" ? undefined : region, accountId);
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
  return placed(only(places.map((place) => place.region)), only(places.map((place) => place.accountId)));
}

function only(values: readonly (string | undefined)[]): string | undefined {
  const distinct = new Set(values.filter((value) => value !== undefined));
  const [first] = distinct;
  return distinct.size === 1 ? first : undefined;
}
