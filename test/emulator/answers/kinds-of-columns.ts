/** Columns of the usual kinds, for tables whose columns no catalogue entry describes. */
import type { Column } from '../../../nodes/catalogue';

export const text = (name: string, sqlType = 'NVARCHAR(MAX)'): Column => ({
  name,
  type: 'string',
  sqlType,
  description: '',
});
export const integer = (name: string): Column => ({ name, type: 'integer', sqlType: 'INT', description: '' });
export const money = (name: string): Column => ({ name, type: 'number', sqlType: 'MONEY', description: '' });
export const dateTime = (name: string): Column => ({
  name,
  type: 'string',
  format: 'date-time',
  sqlType: 'DATETIME',
  description: '',
});
export const guid = (name: string): Column => ({
  name,
  type: 'string',
  format: 'guid',
  sqlType: 'UNIQUEIDENTIFIER',
  description: '',
});
