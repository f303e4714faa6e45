/** One block of a prompt in a prefix cache. While nobody holds it, it stands in the order of last use, the oldest first. */
export class CachedBlock {
  name = 0;
  holders = 1;
  older: CachedBlock | undefined = undefined;
  newer: CachedBlock | undefined = undefined;
}
