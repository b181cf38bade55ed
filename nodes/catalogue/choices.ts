/** Values that several endpoints share, with words for them. */
import type { Choice } from './schema';

/** Values with words for them, in the order a person picks from. */
export function labelled(...pairs: [value: string | number, label: string][]): Choice[] {
  return pairs.map(([value, label]) => ({ value, label }));
}

/** Values that speak for themselves. */
export function values(...all: (string | number)[]): Choice[] {
  return all.map((value) => ({ value }));
}

export const locationTypes = labelled(
  ['Company', 'Company'],
  ['Channel', 'Channel'],
  ['Region', 'Region'],
  ['District', 'District'],
  ['Store', 'Store'],
);

export const binStatuses = labelled(
  [1, 'In stock'],
  [2, 'On RMA'],
  [3, 'Transfer in'],
  [4, 'Transfer out'],
  [5, 'On loan'],
  [6, 'Non sellable'],
  [7, 'On order'],
  [8, 'On back order'],
  [9, 'Any status without order'],
  [10, 'Any status'],
);

export const quantityStatuses = labelled([1, 'Negative'], [2, 'Positive'], [3, 'Zero'], [4, 'All']);

export const invoiceTypes = labelled(
  [1, 'Invoice'],
  [2, 'Pay off account'],
  [3, 'Vendor deposit'],
  [4, 'Sale order'],
  [5, 'Bill payment'],
);

export const invoiceStatuses = labelled(
  [-1, 'All'],
  [0, 'Tendering'],
  [1, 'Failed'],
  [2, 'Incomplete'],
  [3, 'Tendered'],
);

/** The kinds of product a row can be of. */
export const specialProducts = labelled(
  [0, 'Regular product'],
  [1, 'Vendor rebate'],
  [2, 'Non-stocked product'],
  [3, 'Gift card'],
  [4, 'Non revenue product'],
);

/** The kinds of product a request can ask for: those of `specialProducts`, all of them, or a single product. */
export const specialProductFilter = labelled(
  [-1, 'All'],
  [0, 'Regular products'],
  [1, 'Vendor rebates'],
  [2, 'Non-stocked products'],
  [3, 'Gift cards'],
  [4, 'Non revenue products'],
  [5, 'Specific product (set ProductIdentifier)'],
);

export const customerTypes = labelled([-1, 'All'], [0, 'Company'], [1, 'Division'], [2, 'Group'], [3, 'Individual']);

export const customerEvents = labelled([0, 'All customers'], [1, 'First activation'], [2, 'Sales']);

export const rmaStates = labelled(
  [1, 'Not committed'],
  [2, 'Committed but not shipped'],
  [3, 'Committed and shipped but not complete'],
  [4, 'Complete'],
);

export const rmaActions = labelled([0, 'Not set'], [1, 'Credit'], [2, 'Replacement'], [3, 'Rejected'], [4, 'Repaired']);

export const adjustmentTypes = labelled(
  [0, 'Not set'],
  [1, 'Quantity'],
  [2, 'Unit cost'],
  [3, 'New product'],
  [4, 'Delete product'],
);

export const nonSellableTransactions = labelled([0, 'Refund'], [1, 'Adjustment'], [2, 'Rejected']);

export const punchRevisions = labelled([0, 'Not specified'], [1, 'Edit'], [2, 'Addition'], [3, 'Deletion']);

export const enabledStatuses = labelled([0, 'Disabled'], [1, 'Enabled'], [2, 'Any']);

export const reconciledStatuses = labelled([0, 'Unreconciled'], [1, 'Reconciled'], [2, 'Any']);

export const breakdownLevels = labelled(
  [1, 'Company'],
  [2, 'Region'],
  [3, 'Division'],
  [4, 'Location'],
  [5, 'Employee'],
);

export const rankings = values('Quantity', 'Sales', 'Profit', 'Margin', 'Rate');

/** The documentation gives these meanings, although the parameter's name (`HideRebates`) suggests the opposite. */
export const rebateSwitch = labelled([-1, 'Rebates not included'], [1, 'Rebates included']);

export const productDetailSearches = labelled(
  [1, 'Product SKU'],
  [2, 'Manufacturer'],
  [3, 'Category'],
  [4, 'Invoice number'],
  [5, 'Customer ID (seen in client code only)'],
  [6, 'Serial number (seen in client code only)'],
);

export const productDetailParts = labelled([1, 'Default report'], [2, 'Tax detail'], [3, 'Tax columns']);

export const rebateSearches = labelled(
  [1, 'Vendor account'],
  [2, 'Journal number'],
  [3, 'Reconciled by'],
  [4, 'Category'],
  [5, 'Tracking number'],
  [6, 'Product SKU'],
);

export const couponReports = labelled(
  ['DailySummary', 'Daily summary'],
  ['LocationSummary', 'Location summary'],
  ['CouponSummary', 'Coupon summary'],
  ['CouponDetail', 'Coupon detail'],
  ['EmployeeSummary', 'Employee summary'],
  ['CommissionDetail', 'Commission detail'],
);
