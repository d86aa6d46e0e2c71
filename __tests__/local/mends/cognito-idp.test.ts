import { refuseGroup, refuseUserPool } from "../../../src/local/mends/cognito-idp";

const pool = (MinimumLength: number) => ({ Policies: { PasswordPolicy: { MinimumLength } } });

test("passwords of 6 to 99 characters, precedence from 0, and neither are taken", () => {
  expect([pool(6), pool(99), {}].map(refuseUserPool)).toEqual([undefined, undefined, undefined]);
  expect([{ Precedence: 0 }, {}].map(refuseGroup)).toEqual([undefined, undefined]);
});

test.each([
  [5, "greater than or equal to 6"],
  [100, "less than or equal to 99"],
])("fails for passwords of %i characters at least", (length, message) => {
  expect(refuseUserPool(pool(length))).toMatchObject({ status: 400, type: "InvalidParameterException" });
  expect(refuseUserPool(pool(length))?.message).toContain(message);
});

test("fails for a negative precedence", () => {
  expect(refuseGroup({ Precedence: -1 })).toMatchObject({ status: 400, type: "InvalidParameterException" });
});
