import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { UserError } from "../errors";

const provider = "registry.terraform.io/hashicorp/aws";
const usualInstallRoots = [
  "/opt",
  "/usr/local",
  "/usr/local/lib",
  "/usr/local/share",
  "/usr/lib",
  "/usr/share",
  "/var/lib",
  "/srv",
];

/** What makes `terraform init` take the AWS provider from somewhere, to lay over its environment; undefined takes a variable away. */
export type ProviderVariables = Readonly<Record<string, string | undefined>>;

/** Where to look for a mirror. */
export interface MirrorSearch {
  /** The provider's version, such as `5.100.0`. */
  readonly version: string;
  /** Where the CLI configuration file and the download cache are written. */
  readonly cacheFolder: string;
  /** @default - the process's environment */
  readonly environment?: NodeJS.ProcessEnv;
  /** @default - the user's */
  readonly home?: string;
  /** Folders that software is installed under; a mirror is looked for in each folder below them. @default - the usual ones */
  readonly installRoots?: readonly string[];
}

/**
 * Decides where terraform finds the AWS provider. A CLI configuration of the user's own stays in force. Else an
 * unpacked mirror is used: the one that `GATEHOUSE_PLUGIN_MIRROR` names, one of the folders that terraform searches
 * by itself, or one below the usual install roots. Else it is downloaded from the registry, once for all stacks.
 *
 * @throws UserError where `GATEHOUSE_PLUGIN_MIRROR` names a folder without that provider.
 */
export function providerVariables(search: MirrorSearch): ProviderVariables {
  const { environment = process.env, cacheFolder } = search;
  const own = ownConfiguration(search);
  if (own) return own;
  const named = environment.GATEHOUSE_PLUGIN_MIRROR;
  if (named && !holdsProvider(named, search.version)) {
    throw new UserError({
      where: "GATEHOUSE_PLUGIN_MIRROR",
      what: `the folder holds no AWS provider ${search.version} for ${platform()}`,
      got: named,
      allowed: `a folder that holds ${provider}/${search.version}/${platform()}`,
      fix: "name such a folder (`terraform providers mirror` makes one; unpack its zip), or unset the variable",
    });
  }
  const mirror = named || foldersToSearch(search).find((folder) => holdsProvider(folder, search.version));
  if (mirror !== undefined) {
    return { TF_CLI_CONFIG_FILE: writeConfiguration(cacheFolder, mirror) };
  }
  return fromRegistry(environment, cacheFolder);
}

function ownConfiguration({
  environment = process.env,
  home = homedir(),
}: MirrorSearch): ProviderVariables | undefined {
  const named = environment.TF_CLI_CONFIG_FILE;
  if (named && existsSync(named)) return {};
  const usual = join(home, ".terraformrc");
  if (!existsSync(usual)) return undefined;
  // Terraform would pass over the usual file in favour of the one that isn't there.
  return { TF_CLI_CONFIG_FILE: undefined };
}

function fromRegistry(environment: NodeJS.ProcessEnv, cacheFolder: string): ProviderVariables {
  const downloads = environment.TF_PLUGIN_CACHE_DIR || join(cacheFolder, "plugins");
  // Terraform refuses to start with a cache folder that isn't there.
  mkdirSync(downloads, { recursive: true });
  return {
    TF_CLI_CONFIG_FILE: undefined,
    TF_PLUGIN_CACHE_DIR: downloads,
    // A new stack has no lock file yet; without this its first init downloads the provider once more.
    TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "1",
  };
}

function foldersToSearch(search: MirrorSearch): string[] {
  const roots = search.installRoots ?? usualInstallRoots;
  return [...implicitFolders(search), ...roots.flatMap((root) => [root].concat(foldersIn(root)))];
}

/** The folders that terraform searches by itself, where it has no configuration (see "Implied Local Mirror Directories"). */
function implicitFolders({ environment = process.env, home = homedir() }: MirrorSearch): string[] {
  const data = environment.XDG_DATA_HOME || join(home, ".local", "share");
  const shared = (environment.XDG_DATA_DIRS || "/usr/local/share:/usr/share").split(":").filter(Boolean);
  const mac = [
    join(home, "Library", "Application Support", "io.terraform", "plugins"),
    "/Library/Application Support/io.terraform/plugins",
  ];
  return [
    join(home, ".terraform.d", "plugins"),
    ...(process.platform === "darwin" ? mac : [data, ...shared].map((folder) => join(folder, "terraform", "plugins"))),
  ];
}

function foldersIn(root: string): string[] {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => join(root, entry.name))
      .toSorted();
  } catch {
    return [];
  }
}

function holdsProvider(folder: string, version: string): boolean {
  return foldersIn(join(folder, provider, version)).includes(join(folder, provider, version, platform()));
}

/** The operating system and processor as terraform names them, such as `linux_amd64`. */
export function platform(): string {
  const systems: Record<string, string> = { win32: "windows", sunos: "solaris" };
  const processors: Record<string, string> = { x64: "amd64", ia32: "386" };
  return `${systems[process.platform] ?? process.platform}_${processors[process.arch] ?? process.arch}`;
}

function writeConfiguration(cacheFolder: string, mirror: string): string {
  const file = join(cacheFolder, "terraform.tfrc");
  const text = [
    "provider_installation {",
    "  filesystem_mirror {",
    `    path    = ${quoted(mirror)}`,
    `    include = [${quoted(provider)}]`,
    "  }",
    "  direct {",
    `    exclude = [${quoted(provider)}]`,
    "  }",
    "}",
    "",
  ].join("\n");
  mkdirSync(cacheFolder, { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
  return file;
}

function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("${", "$${").replaceAll("%{", "%%{");
}
