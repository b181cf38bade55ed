/** The database servers that tests start, where the machine has them. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { databaseAccount } from './account';
import { openPostgresql } from './look-into';
import { type DatabaseServer, type ServerKind, startServer } from './start-server';

const { user, password, database } = databaseAccount;

/** Where Debian and its kin keep PostgreSQL's programs, the newest first. */
const POSTGRESQL = '/usr/lib/postgresql';

export const postgresql: ServerKind = {
  name: 'PostgreSQL',
  programs: { initialize: 'initdb', run: 'postgres' },
  directories: postgresqlDirectories(),
  user: 'postgres',
  initialize: (folder) => [
    ...['-D', path.join(folder, 'data'), '-U', user, '--auth=trust'],
    ...['-E', 'UTF8', '--locale=C', '--no-sync'],
  ],
  run: (folder, port) => [
    ...['-D', path.join(folder, 'data'), '-h', '127.0.0.1', '-p', String(port), '-k', folder],
    ...['-c', 'fsync=off', '-c', 'lc_messages=C'],
  ],
  files: {},
  ready: /ready to accept connections/,
  portTaken: /Address already in use/,
  crashSignal: 'SIGQUIT',
  endSignal: 'SIGINT',
};

export const mariadb: ServerKind = {
  name: 'MariaDB',
  programs: { initialize: 'mariadb-install-db', run: 'mariadbd' },
  directories: ['/usr/sbin', '/usr/local/sbin', '/usr/libexec'],
  user: 'mysql',
  initialize: (folder) => [
    ...['--no-defaults', `--datadir=${path.join(folder, 'data')}`],
    ...['--auth-root-authentication-method=normal', '--skip-test-db'],
  ],
  run: (folder, port) => [
    ...['--no-defaults', `--datadir=${path.join(folder, 'data')}`, '--bind-address=127.0.0.1', `--port=${port}`],
    ...[`--socket=${path.join(folder, 's')}`, `--pid-file=${path.join(folder, 'pid')}`, `--tmpdir=${folder}`],
    ...[`--init-file=${path.join(folder, 'init.sql')}`, '--lc-messages=en_US'],
  ],
  files: {
    'init.sql': `CREATE DATABASE IF NOT EXISTS ${database} CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS '${user}'@'%' IDENTIFIED BY '${password}';
GRANT ALL ON *.* TO '${user}'@'%';
`,
  },
  ready: /ready for connections/,
  portTaken: /Address already in use/,
  crashSignal: 'SIGKILL',
  endSignal: 'SIGTERM',
};

/** A PostgreSQL with `databaseAccount`, or `undefined` and a line that says what is missing. */
export async function startPostgresql(): Promise<DatabaseServer | undefined> {
  const server = await startServer(postgresql);
  if (server) await createDatabase(server);
  return server;
}

/** The database of `databaseAccount`, in a PostgreSQL that is new; a MariaDB makes it by itself. */
export async function createDatabase({ port }: DatabaseServer): Promise<void> {
  const tables = openPostgresql(port, 'postgres');
  await tables.run(`CREATE DATABASE ${database}`);
  await tables.close();
}

/** A MariaDB with `databaseAccount`, or `undefined` and a line that says what is missing. */
export const startMariadb = (): Promise<DatabaseServer | undefined> => startServer(mariadb);

function postgresqlDirectories(): string[] {
  if (!existsSync(POSTGRESQL)) return [];
  const versions = readdirSync(POSTGRESQL).sort((one, other) => Number(other) - Number(one));
  return versions.map((version) => path.join(POSTGRESQL, version, 'bin'));
}
