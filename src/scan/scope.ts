/** Which Source a command reads, and how its scope is called. */
import type { Options } from '../config.ts';
import type { Request } from '../scan.ts';
import { message, type Source, staged, stdin } from '../sources.ts';

export function sourceOf(request: Request, options: Options): Source {
  const { repository, operands } = request;
  switch (request.command) {
    case 'staged':
      return staged(repository!, options);
    case 'message':
      return message(repository!, operands[0]!, { maxBytes: options.maxBytes, env: request.env });
    case 'stdin':
      return stdin(request.input ?? process.stdin, request.name ?? '', options);
    default:
      throw new Error(`no source for ${request.command}`);
  }
}

export function scopeOf({ command, operands, name, scope }: Request): string {
  if (scope !== undefined) return scope;
  switch (command) {
    case 'staged':
      return 'index against HEAD';
    case 'message':
      return operands[0]!;
    case 'stdin':
      return name || 'standard input';
    case 'history':
      return operands[0] ?? 'every object of the repository';
    default:
      return operands.join(' ');
  }
}
