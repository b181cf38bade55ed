/** What the source files import, as the compiler reads it: statements, exports from elsewhere, `import()`, types. */
import path from 'node:path';
import { isStringLiteral } from 'typescript/unstable/ast/is';
import { API } from 'typescript/unstable/sync';
import { repository } from '../package-files';

/** Files are named by their path below `nodes/`; those elsewhere in the repository begin with `../`. */
export type Import = { from: string } & ({ file: string } | { module: string });

/** The source files below `nodes/`, and every import in them. */
export function readImports(): { files: string[]; imports: Import[] } {
  const compiler = new API({ cwd: repository });
  try {
    const snapshot = compiler.updateSnapshot({ openProjects: [path.join(repository, 'tsconfig.json')] });
    const { program } = snapshot.getProjects()[0]!;
    const below = (file: string) => path.relative(path.join(repository, 'nodes'), file).replaceAll('\\', '/');
    const files = program
      .getSourceFileNames()
      .map(below)
      .filter((file) => /^(?!\.\.\/).*\.ts$/.test(file));
    const imports = files.flatMap((from) => {
      const source = program.getSourceFile(path.join(repository, 'nodes', from))!;
      return source.imports.filter(isStringLiteral).map(({ text }) => ({ from, ...targetOf(from, text, files) }));
    });
    return { files, imports };
  } finally {
    compiler.close();
  }
}

function targetOf(from: string, written: string, files: readonly string[]): { file: string } | { module: string } {
  if (!written.startsWith('.')) return { module: written };
  const target = path.posix.join(path.posix.dirname(from), written);
  return { file: [`${target}.ts`, `${target}/index.ts`].find((file) => files.includes(file)) ?? target };
}
