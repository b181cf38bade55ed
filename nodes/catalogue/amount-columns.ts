/** Columns of amounts, counts and totals that many endpoints answer with. */
import { bit, decimal, int, money, nvarchar, recurring, varchar } from './column-types';

export const adjustment = recurring(money('Adjustment', 'Net dollar value of adjustments'));
export const attachmentRate = recurring(
  varchar(23, 'AttachmentRate', 'Attachment rate: one performance group relative to another'),
);
export const attachmentRateTarget = recurring(varchar(23, 'AttachmentRateTarget', 'Target attachment rate'));
export const cardTypeID = recurring(int('CardTypeID', 'Card type id'));
export const carrierPrice = recurring(money('CarrierPrice', 'Revenue the carrier assigns to this feature'));
export const coupon = recurring(money('Coupon', 'Dollar value of coupons used'));
export const couponTax = recurring(money('CouponTax', 'Coupon taxes on sales'));
export const creditCardPaymentType = recurring(varchar(20, 'CreditCardPaymentType', 'Credit card payment type'));
export const displayFormat = recurring(int('DisplayFormat', 'RQ internal display format'));
export const entryTypeID = recurring(int('EntryTypeID', 'Entry type id'));
export const groupQuantity = recurring(int('Quantity', 'Net units sold in the group'));
export const isAttachmentRate = recurring(
  bit('IsAttachmentRate', 'True when the performance group is an attachment rate'),
);
export const listPrice = recurring(money('ListPrice', 'List price before discount'));
export const marginTarget = recurring(decimal('MarginTarget', 'Margin target'));
export const net = recurring(money('Net', 'Net sales dollars'));
export const netQty = recurring(int('NetQty', 'Net quantity'));
export const netQuantity = recurring(int('NetQuantity', 'Net quantity (sold/applied minus refunded)'));
export const percentProfit = recurring(money('PercentProfit', 'Profit as a percentage'));
export const performanceGroupName = recurring(nvarchar('MAX', 'Name', 'Performance group name'));
export const priority = recurring(int('Priority', 'Ordering priority'));
export const profit = recurring(money('Profit', 'Gross profit: sales minus cost'));
export const profitTarget = recurring(money('ProfitTarget', 'Profit target'));
export const qtyRefunded = recurring(int('QtyRefunded', 'Units refunded'));
export const qtySold = recurring(int('QtySold', 'Units sold'));
export const quantity = recurring(int('Quantity', 'Quantity'));
export const quantityRefunded = recurring(int('QuantityRefunded', 'Quantity refunded'));
export const quantitySold = recurring(int('QuantitySold', 'Quantity sold before refunds'));
export const quantityTarget = recurring(int('QuantityTarget', 'Quantity target'));
export const roundingVariance = recurring(
  money('RoundingVariance', 'Penny-rounding variance (Canada); may be absent in some databases'),
);
export const sales = recurring(money('Sales', 'Sales dollars'));
export const salesTarget = recurring(money('SalesTarget', 'Sales target'));
export const storeInStoreGrossProfit = recurring(money('StoreInStoreGrossProfit', 'Store-in-store gross profit'));
export const totalAfterTax = recurring(money('TotalAfterTax', 'Total after tax'));
export const totalCost = recurring(money('TotalCost', 'Total cost'));
export const totalCoupon = recurring(money('TotalCoupon', 'Value of coupons'));
export const totalCouponTax = recurring(money('TotalCouponTax', 'Tax on coupons'));
export const totalDiscount = recurring(money('TotalDiscount', 'Discount dollars'));
export const totalInvoiced = recurring(money('TotalInvoiced', 'Dollars invoiced'));
export const totalPrice = recurring(money('TotalPrice', 'Sales dollars'));
export const totalProfit = recurring(money('TotalProfit', 'Gross profit: sales minus cost'));
export const totalSales = recurring(money('TotalSales', 'Sales dollars'));
export const totalStoreInStoreProfit = recurring(money('TotalStoreInStoreProfit', 'Store-in-store profit total'));
export const totalStoreInStoreSales = recurring(money('TotalStoreInStoreSales', 'Store-in-store sales total'));
export const totalValue = recurring(money('TotalValue', 'Total dollar value'));
