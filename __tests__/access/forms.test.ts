import { type JsonRecord } from "../../src/access/terraform/json-blocks";
import { decisionsIn } from "../support/decisions";
import { foreign, foreignJson } from "../support/foreign";
import { planOf, stateOf } from "../support/forms";

describe.each(["private-api.tf.json", "http-api-with-jwt.tf.json"])("%s", (name) => {
  const json = foreignJson(name) as JsonRecord;
  const decided = decisionsIn(json);

  test("is decided alike by the plan of its creation", () => {
    expect(decided.some((one) => one.includes(": allowed"))).toBe(true);
    expect(decisionsIn(planOf(json))).toEqual(decided);
  });

  test("is decided alike by its state, which has ids instead of references, and by plans that leave it as it is", () => {
    const state = stateOf(foreign(name));
    expect(decisionsIn(state)).toEqual(decided);
    const nothing = { ...planOf(json), resource_changes: [], prior_state: state };
    expect(decisionsIn({ ...nothing, planned_values: state.values })).toEqual(decided);
    expect(decisionsIn({ ...nothing, planned_values: { root_module: {} } })).toEqual(decided);
  });
});
