/** The check-up of a connection, as its dialog and the node start it. */
import { type CheckUpReport, checkUp } from '../../check-up/check-up';
import type { Finding } from '../../check-up/question';
import type { StopSignal } from '../../client/waiting/cancellation';
import type { Connection } from '../connection/connection';

/** @throws as `checkUp`; DataConnectError `CONNECTION_INVALID` */
export function checkUpConnection(
  connection: Connection,
  signal: StopSignal,
  onFinding?: (finding: Finding) => void,
): Promise<CheckUpReport> {
  const { terms } = connection;
  connection.requireZone();
  const { zone, companyId, paths, signsIn } = terms;
  const surroundings = {
    observer: connection.client(),
    signal,
    now: new Date(),
    zone,
    companyId,
    paths,
    signsIn,
  };
  return checkUp(surroundings, onFinding);
}
