import { devNull } from "node:os";
import { localVariables } from "../../src/local/variables";

test("nothing of the user's own AWS leaks in", () => {
  const environment = {
    AWS_PROFILE: "work",
    AWS_SESSION_TOKEN: "secret",
    AWS_ENDPOINT_URL_S3: "x",
    AWS_REGION: "eu-west-1",
    HOME: "h",
  };
  expect(localVariables("http://127.0.0.1:1", environment)).toEqual({
    AWS_PROFILE: undefined,
    AWS_SESSION_TOKEN: undefined,
    AWS_ENDPOINT_URL_S3: undefined,
    AWS_REGION: undefined,
    AWS_ENDPOINT_URL: "http://127.0.0.1:1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "2",
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  });
});
