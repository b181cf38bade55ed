import { registerRecordsToSql } from '../runtime/index';

export default registerRecordsToSql;
