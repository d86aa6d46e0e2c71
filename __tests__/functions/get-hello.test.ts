import { handler } from "../../src/functions/get-hello";

test("says hello in payload format 2.0, and tells nothing of the caller back", async () => {
  expect(handler).toHaveLength(0);
  expect(await handler()).toEqual({
    statusCode: 200,
    headers: { "Content-Type": "application/json" },
    body: '"Hello from Lambda!"',
  });
});
