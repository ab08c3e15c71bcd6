/** Ids that something names and nothing has. */

/**
 * The empty tree, by SHA-1 and SHA-256. git knows it by heart: a commit may name it where no object of that id is
 * stored, as `git rebase --root` and `git commit-tree` write such (`find_cached_object` in git's object-file.c).
 */
const KNOWN_BY_HEART = new Set([
  '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
]);

export class Missing extends Set<string> {
  override add(oid: string): this {
    return KNOWN_BY_HEART.has(oid) ? this : super.add(oid);
  }
}
