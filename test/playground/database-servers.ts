/** PostgreSQL and MariaDB of this machine, for the playground alone: their data stay with its flows. */
import path from 'node:path';
import { createDatabase, mariadb, postgresql } from '../counterparts/servers';
import { type DatabaseServer, missingPrograms, type ServerKind, startKeptServer } from '../counterparts/start-server';

export interface DatabaseServers {
  postgresqlPort: number | undefined;
  mariadbPort: number | undefined;
  /** Ends them; their data stay. */
  end(): Promise<void>;
}

/** Starts those that the machine has, and says in one line each what becomes of the others. */
export async function startDatabaseServers(userDirectory: string): Promise<DatabaseServers> {
  const [first, second] = await Promise.all([
    started(postgresql, path.join(userDirectory, 'postgresql'), createDatabase, 'postgresql'),
    // It makes its database by itself.
    started(mariadb, path.join(userDirectory, 'mariadb'), async () => {}, 'mariadb-server'),
  ]);
  return {
    postgresqlPort: first?.port,
    mariadbPort: second?.port,
    end: async () => {
      await Promise.all([first?.end(), second?.end()]);
    },
  };
}

async function started(
  kind: ServerKind,
  folder: string,
  initialized: (server: DatabaseServer) => Promise<void>,
  debianPackage: string,
): Promise<DatabaseServer | undefined> {
  if (missingPrograms(kind).length > 0) {
    console.log(
      `${kind.name} is not on this machine, so its examples are left out. On Debian: sudo apt-get install ${debianPackage}; the next npm start takes it.`,
    );
    return undefined;
  }
  try {
    return await startKeptServer(kind, folder, initialized);
  } catch (error) {
    const [why] = (error instanceof Error ? error.message : String(error)).trim().split('\n').slice(-1);
    console.log(`${kind.name} did not start, so its examples are left out: ${why}`);
    return undefined;
  }
}
