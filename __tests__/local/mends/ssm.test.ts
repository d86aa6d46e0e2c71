import { refuseParameter } from "../../../src/local/mends/ssm";

test("a parameter within its tier", () => {
  expect(refuseParameter({ Value: "x".repeat(4096) })).toBeUndefined();
  expect(refuseParameter({ Tier: "Intelligent-Tiering", Value: "x".repeat(4097) })).toBeUndefined();
});

test("fails beyond 4,096 characters of the standard tier, and 8,192 of the others", () => {
  expect(refuseParameter({ Tier: "Standard", Value: "x".repeat(4097) })?.type).toBe("ValidationException");
  expect(refuseParameter({ Tier: "Advanced", Value: "x".repeat(8193) })?.message).toContain("8192");
});
