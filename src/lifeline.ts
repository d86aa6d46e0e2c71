/**
 * Becomes the command ("$@"), and leaves behind a watcher that ends it when standard input ends, which the kernel sees to
 * when whoever holds the other end has ended in whatever way. The group is a session of its own, so signal 0's group
 * is the watcher, the command and what that has started.
 */
const untilInputEnds = `
exec 3<&0
{ read -r _ <&3; kill -KILL 0; } </dev/null >/dev/null 2>&1 &
exec "$@" </dev/null 3<&-
`;

/**
 * What to spawn instead of a command that must not outlive this process, even where this process is killed: `detached`,
 * with a pipe for standard input. It ends hard: for what has nothing to save, or nowhere to save it.
 */
export function onLifeline(command: string, args: readonly string[]): readonly [file: string, args: string[]] {
  return ["sh", ["-c", untilInputEnds, "sh", command, ...args]];
}
