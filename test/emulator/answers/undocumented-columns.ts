/** Columns of endpoints whose answer is documented nowhere: sensible ones, so that they too can be tried. */
import type { Column } from '../../../nodes/catalogue';
import { dateTime, guid, integer, money, text } from './kinds-of-columns';

const customerChange: readonly Column[] = [
  guid('CustomerEntityID'),
  integer('CustomerID'),
  text('FirstName', 'VARCHAR(50)'),
  text('LastName', 'VARCHAR(50)'),
  text('CompanyName', 'VARCHAR(50)'),
  integer('CustomerTypeID'),
  text('Phone', 'VARCHAR(30)'),
  text('Email', 'VARCHAR(200)'),
  text('PostalCode', 'VARCHAR(15)'),
  text('MemberNumber', 'VARCHAR(30)'),
  integer('EmployeeID'),
  integer('StoreID'),
  guid('RowThumbprint'),
  dateTime('RowInserted'),
  dateTime('RowUpdated'),
  text('Operation', 'VARCHAR(1)'),
];

const COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  'request-log': [
    integer('RequestID'),
    dateTime('DateCreated'),
    text('Method'),
    text('Path'),
    integer('StatusCode'),
    text('Username'),
  ],
  'session-abandon': [text('Message')],
  'list-request-types': [integer('RequestTypeID'), text('RequestType', 'VARCHAR(50)')],
  'product-master-list': [
    integer('GlobalProductID'),
    text('ProductIdentifier', 'VARCHAR(12)'),
    text('ProductName'),
    text('CategoryPath'),
    text('VendorName'),
    text('VendorSKU', 'VARCHAR(25)'),
    text('BarCode', 'VARCHAR(20)'),
    money('UnitCost'),
    money('ListPrice'),
  ],
  'activity-tracking': [
    integer('ActivityID'),
    dateTime('DateCreated'),
    integer('CustomerID'),
    text('CustomerName'),
    text('EmployeeName'),
    text('Comments'),
  ],
  'cash-audit-trail': [
    dateTime('DateCreated'),
    text('StoreName'),
    text('EmployeeName'),
    integer('SaleInvoiceID'),
    text('PaymentType'),
    money('Amount'),
  ],
  'gl-account-activity': [
    dateTime('DateCreated'),
    text('GLCode'),
    text('StoreName'),
    integer('SaleInvoiceID'),
    money('TotalInvoiced'),
  ],
  'tax-collected': [integer('StoreID'), text('StoreName'), text('Taxes'), money('TotalSales'), money('TaxCollected')],
  'customer-delta': customerChange,
};

const anything: readonly Column[] = [integer('ID'), text('Description'), dateTime('DateCreated')];

export function undocumentedColumns(endpointId: string): readonly Column[] {
  return COLUMNS[endpointId] ?? anything;
}
