/** Columns that recur in the partner feeds, in their own spelling and SQL types. */
import { integer, recurring, varchar } from './column-types';

export const feedEmployeeId = recurring(integer('employee_id', 'RQ employee id'));
export const feedEmployeeId2 = recurring(integer('employee_id_2', 'RQ id of the verifying employee'));
export const feedEmployeeName = recurring(varchar('MAX', 'employee_name', 'Employee name'));
export const feedEmployeeName2 = recurring(varchar('MAX', 'employee_name_2', 'Name of the verifying employee'));
export const feedInvoiceId = recurring(integer('invoice_id', 'RQ internal invoice id'));
export const feedPunchId = recurring(integer('punch_id', 'RQ internal punch id'));
export const feedQuantity = recurring(integer('Quantity', 'Quantity'));
export const feedSaleInvoiceID = recurring(integer('SaleInvoiceID', 'RQ internal invoice id'));
export const feedStoreId = recurring(integer('store_id', 'RQ store id'));
export const feedStoreID1 = recurring(integer('StoreID1', 'RQ store id'));
export const feedTerminalId = recurring(integer('terminal_id', 'RQ terminal id'));
