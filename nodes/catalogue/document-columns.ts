/** Columns about invoices, orders, transfers and vendor returns that many endpoints answer with. */
import * as choices from './choices';
import {
  among,
  bit,
  datetime,
  type Example,
  int,
  money,
  nvarchar,
  recurring,
  smallint,
  string,
  tinyint,
  uniqueidentifier,
  varchar,
} from './column-types';
import type { Column } from './schema';

export const actionTaken = recurring(among(choices.rmaActions, tinyint('ActionTaken', 'Outcome of the RMA')));
export const associationNumber = recurring(
  smallint(
    'AssociationNumber',
    'Number tying together products sold in the same PAW association on an order; increments per sale',
  ),
);
export const borrowerName = recurring(nvarchar('MAX', 'BorrowerName', 'Party the product is consigned to'));
export const cancelledByID = recurring(int('CancelledByID', 'RQ internal id of the cancelling employee'));
export const cancelledByName = recurring(varchar(51, 'CancelledByName', 'Employee who cancelled the transfer'));
export const cancelledDate = recurring(datetime('CancelledDate', 'When the transfer was cancelled'));
export const committed = recurring(bit('Committed', 'Whether the RMA or transfer is committed'));
export const completed = recurring(bit('Completed', 'Whether processing is complete (transfer received / RMA closed)'));
export const contractNumber = recurring(varchar(50, 'ContractNumber', 'Contract number captured at the sale'));
export const countSheetID = recurring(int('CountSheetID', 'RQ internal count sheet id'));
export const countSheetIDByStore = recurring(
  varchar(14, 'CountSheetIDByStore', 'Store-facing count sheet number, when a count sheet produced the row'),
);
export const creditInvoiceNumber = recurring(
  varchar(20, 'CreditInvoiceNumber', 'Vendor credit invoice number kept for the audit trail'),
);
export const dateAdjusted = recurring(datetime('DateCreated', 'When the adjustment was made'));
export const dateCommitted = recurring(datetime('DateCommitted', 'When the record was committed'));
export const dateCompleted = recurring(datetime('DateCompleted', 'When the record was completed'));
export const dateCreated = recurring(datetime('DateCreated', 'Creation date and time'));
export const dateInvoiced = recurring(datetime('DateInvoiced', 'Original invoice date'));
export const dateReceived = recurring(datetime('DateReceived', 'When the item was received'));
export const dateShipped = recurring(datetime('DateShipped', 'When the item was marked shipped'));
export const dateTendered = recurring(datetime('DateCreated', 'When the invoice was tendered'));
export const estimatedArrivalDate = recurring(datetime('EstimatedArrivalDate', 'Estimated delivery date'));
export const invoicedAtDifferentLocation = recurring(
  int('InvoicedAtDifferentLocation', 'Value invoiced at a different location'),
);
export const invoicedAtStoreID = recurring(int('InvoicedAt_StoreID', 'Store id for InvoicedAt'));
export const invoicedByStoreID = recurring(int('InvoicedBy_StoreID', 'Store id for InvoicedBy'));
export const invoiceID = recurring(int('InvoiceID', 'RQ invoice id'));
export const invoiceIDByStore = recurring(varchar(14, 'InvoiceIDByStore', 'Store-facing invoice number'));
export const invoiceNumber = recurring(varchar(14, 'InvoiceNumber', 'Store-facing invoice number'));
export const invoiceRowID = recurring(uniqueidentifier('InvoiceRowID', 'RQ internal invoice row key'));
export const isReceiving = recurring(
  bit('IsReceiving', 'True when the adjustment came from receiving rather than a manual change'),
);
export const loanInvoiceID = recurring(int('LoanInvoiceID', 'Consignment id in RQ'));
export const loanInvoiceIDByStore = recurring(varchar(14, 'LoanInvoiceIDByStore', 'Store-facing consignment number'));
export const loanType = recurring(tinyint('LoanType', 'Consignee kind: employee, customer or location'));
export const longReceivingComments = recurring(varchar(1000, 'ReceivingComments', 'Comments entered on receiving'));
export const longWaybillNumber = recurring(varchar(100, 'WaybillNumber', "Shipper's tracking number"));
export const orderingComments = recurring(varchar(500, 'OrderingComments', 'Ordering comments on the purchase order'));
export const originalSaleInvoiceID = recurring(int('OriginalSaleInvoiceID', 'RQ internal id of the original invoice'));
export const productRowID = recurring(uniqueidentifier('ProductRowID', 'RQ internal row key of the product line'));
export const purchaseOrderID = recurring(int('PurchaseOrderID', 'RQ internal purchase order id'));
export const purchaseOrderIDByStore = recurring(
  varchar(14, 'PurchaseOrderIDByStore', 'Store-facing purchase order number'),
);
export const reasonCode = recurring(nvarchar('MAX', 'ReasonCode', 'Reason code'));
export const receivingChannelName = recurring(
  nvarchar('MAX', 'ReceivingChannelName', 'Channel that received the transfer'),
);
export const receivingComments = recurring(varchar(500, 'ReceivingComments', 'Comments entered on receiving'));
export const receivingDistrictName = recurring(
  nvarchar('MAX', 'ReceivingDistrictName', 'District that received the transfer'),
);
export const receivingID = recurring(int('ReceivingID', 'RQ internal receiving id'));
export const receivingIDByStore = recurring(varchar(14, 'ReceivingIDByStore', 'Store-facing receiving invoice number'));
export const receivingRegionName = recurring(
  nvarchar('MAX', 'ReceivingRegionName', 'Region that received the transfer'),
);
export const receivingStoreName = recurring(
  nvarchar('MAX', 'ReceivingStoreName', 'Location that received the transfer'),
);
export const reconciled = recurring(varchar(3, 'Reconciled', 'Whether the record is reconciled'));
export const referenceNumber = recurring(varchar(50, 'ReferenceNumber', 'Reference number'));
export const refundCode = recurring(nvarchar('MAX', 'RefundCode', 'Refund code, blank if none'));
export const rmaNumber = recurring(varchar(15, 'RMANumber', 'RMA number given by the vendor'));
export const saleInvoiceID = recurring(int('SaleInvoiceID', 'RQ internal invoice id'));
export const saleInvoiceIDByStore = recurring(
  varchar(30, 'SaleInvoiceIDByStore', 'Store-facing original invoice number'),
);
export const serialNumberAdded = recurring(
  varchar(100, 'SerialNumberAdded', 'Tracking number received as the replacement'),
);
export const serialNumberRemoved = recurring(varchar(100, 'SerialNumberRemoved', 'Tracking number shipped out'));
export const shippingChannelName = recurring(
  nvarchar('MAX', 'ShippingChannelName', 'Channel that shipped the transfer'),
);
export const shippingCost = recurring(money('ShippingCost', 'Shipping cost'));
export const shippingDistrictName = recurring(
  nvarchar('MAX', 'ShippingDistrictName', 'District that shipped the transfer'),
);
export const shippingMethod = recurring(varchar(30, 'ShippingMethod', 'Shipping method or carrier'));
export const shippingRegionName = recurring(nvarchar('MAX', 'ShippingRegionName', 'Region that shipped the transfer'));
export const shippingStoreName = recurring(nvarchar('MAX', 'ShippingStoreName', 'Location that shipped the transfer'));
export const stockBalanceID = recurring(int('StockBalanceID', 'RQ internal RMA id'));
export const stockBalanceIDByStore = recurring(varchar(14, 'StockBalanceIDByStore', 'Store-facing RMA number'));
export const storeInStoreFlowIsEnabledForAtLeastOneStore = recurring(
  int('StoreInStoreFlowIsEnabledForAtLeastOneStore', '1 when store-in-store flow is on for any store, else 0'),
);
export const storeInStoreFlowIsEnabledForStore = recurring(
  bit('StoreInStoreFlowIsEnabledForStore', 'True when store-in-store flow is on for the store'),
);
export const totalCostCredited = recurring(
  money('TotalCostCredited', 'Amount the vendor credited for products on the RMA'),
);
export const trackingNumber = recurring(string('TrackingNumber', 'Tracking number'));
export const transactionID = recurring(int('TransactionID', 'RQ internal transaction id'));
export const transactionIDByStore = recurring(
  varchar(14, 'TransactionIDByStore', 'Store-facing transaction number, including corrected purchase orders'),
);
export const transferID = recurring(int('TransferID', 'RQ transfer id'));
export const transferIDByStore = recurring(varchar(14, 'TransferIDByStore', 'Store-facing transfer number'));
export const unitCostCredited = recurring(money('UnitCostCredited', 'Per-unit credit granted by the vendor'));
export const vendorInvoiceNumber = recurring(
  varchar(20, 'VendorInvoiceNumber', "Vendor's invoice number for the purchase order"),
);
export const waybillNumber = recurring(varchar(50, 'WaybillNumber', "Shipper's tracking number"));

/** An invoice by id and number. */
export function invoice(id: Example, number: Example): Column[] {
  return [saleInvoiceID(id), invoiceIDByStore(number)];
}

/** A purchase order by id and number. */
export function purchaseOrder(id: Example, number: Example): Column[] {
  return [purchaseOrderID(id), purchaseOrderIDByStore(number)];
}

/** A vendor return by id and number. */
export function rma(id: Example, number: Example): Column[] {
  return [stockBalanceID(id), stockBalanceIDByStore(number)];
}

/** A transfer by id and number. */
export function transfer(id: Example, number: Example): Column[] {
  return [transferID(id), transferIDByStore(number)];
}

/** A count sheet by id and number. */
export function countSheet(id: Example, number: Example): Column[] {
  return [countSheetID(id), countSheetIDByStore(number)];
}
