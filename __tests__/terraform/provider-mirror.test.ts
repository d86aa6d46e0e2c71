import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { platform, type ProviderVariables, providerVariables } from "../../src/terraform/provider-mirror";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-mirror-"));
  mkdirSync(join(folder, "home"));
  mkdirSync(join(folder, "roots"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const mirrorAt = (...path: string[]) => {
  const mirror = join(folder, ...path);
  mkdirSync(join(mirror, "registry.terraform.io/hashicorp/aws/5.100.0", platform()), { recursive: true });
  return mirror;
};
const find = (environment: NodeJS.ProcessEnv = {}, version = "5.100.0") =>
  providerVariables({
    version,
    environment,
    cacheFolder: join(folder, "cache"),
    home: join(folder, "home"),
    installRoots: [join(folder, "roots")],
  });

/** The mirror that the configuration file names. */
const mirrorIn = ({ TF_CLI_CONFIG_FILE: file = "" }: ProviderVariables): unknown =>
  JSON.parse(/path += (.*)/.exec(readFileSync(file, "utf8"))?.[1] ?? "null");

test("a mirror one level below an install root is used through a configuration file", () => {
  const mirror = mirrorAt("roots", "plugins");
  const file = join(folder, "cache", "terraform.tfrc");
  expect(find()).toEqual({ TF_CLI_CONFIG_FILE: file });
  expect(readFileSync(file, "utf8")).toBe(`provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ["registry.terraform.io/hashicorp/aws"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws"]
  }
}
`);
});

test("a configuration file that is not there counts for nothing", () => {
  mirrorAt("roots", "plugins");
  expect(find({ TF_CLI_CONFIG_FILE: join(folder, "gone") }).TF_CLI_CONFIG_FILE).toBe(
    join(folder, "cache", "terraform.tfrc"),
  );
});

test("a folder that terraform searches by itself comes before the install roots", () => {
  mirrorAt("roots", "plugins");
  const mirror = mirrorAt("home", ".terraform.d", "plugins");
  expect(mirrorIn(find())).toBe(mirror);
});

test("GATEHOUSE_PLUGIN_MIRROR comes before everything that is found", () => {
  mirrorAt("home", ".terraform.d", "plugins");
  const mirror = mirrorAt("named here");
  expect(mirrorIn(find({ GATEHOUSE_PLUGIN_MIRROR: mirror }))).toBe(mirror);
});

test("the user's own configuration stays in force", () => {
  mirrorAt("roots", "plugins");
  const own = join(folder, "own.tfrc");
  writeFileSync(own, "");
  expect(find({ TF_CLI_CONFIG_FILE: own })).toEqual({});
  writeFileSync(join(folder, "home", ".terraformrc"), "");
  expect(find()).toEqual({ TF_CLI_CONFIG_FILE: undefined });
});

test("without a mirror of that version the registry is asked, once for all stacks", () => {
  mirrorAt("roots", "plugins");
  expect(find({}, "5.99.0")).toMatchObject({
    TF_PLUGIN_CACHE_DIR: join(folder, "cache", "plugins"),
    TF_CLI_CONFIG_FILE: undefined,
  });
  expect(find({ TF_PLUGIN_CACHE_DIR: join(folder, "own") }, "5.99.0")).toMatchObject({
    TF_PLUGIN_CACHE_DIR: join(folder, "own"),
  });
});

test("fails where GATEHOUSE_PLUGIN_MIRROR holds no such provider", () => {
  expect(() => find({ GATEHOUSE_PLUGIN_MIRROR: folder })).toThrow(
    `the folder holds no AWS provider 5.100.0 for ${platform()}`,
  );
  expect(() => find({ GATEHOUSE_PLUGIN_MIRROR: join(folder, "gone") })).toThrow("GATEHOUSE_PLUGIN_MIRROR");
});
