import type { NodeAPI } from 'node-red';
import { registerConfirm, registerRecordsToSql } from '../runtime/index';

export default (RED: NodeAPI): void => {
  registerRecordsToSql(RED);
  registerConfirm(RED);
};
