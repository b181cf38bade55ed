/** Columns about customers and employees that many endpoints answer with. */
import * as choices from './choices';
import { among, datetime, int, nvarchar, recurring, varchar } from './column-types';

export const adjustedBy = recurring(varchar(51, 'EmployeeName', 'Employee who made the adjustment'));
export const billingAccountNumber = recurring(
  nvarchar('MAX', 'BillingAccountNumber', 'Carrier billing account number (BAN)'),
);
export const customerAddress = recurring(varchar(50, 'CustomerAddress', 'Customer street address'));
export const customerCity = recurring(varchar(50, 'CustomerCity', 'Customer city'));
export const customerCountry = recurring(varchar(50, 'CustomerCountry', 'Customer country'));
export const customerID = recurring(int('CustomerID', 'RQ customer id'));
export const customerName = recurring(varchar(151, 'CustomerName', 'Customer name'));
export const customerPostalOrZipCode = recurring(varchar(15, 'CustomerPostalOrZipCode', 'Customer zip/postal code'));
export const customerProvinceOrState = recurring(varchar(50, 'CustomerProvinceOrState', 'Customer state/province'));
export const email = recurring(varchar(200, 'Email', 'Email address'));
export const employeeCity = recurring(varchar(50, 'City', 'Employee city'));
export const employeeID = recurring(int('EmployeeID', 'RQ employee id'));
export const employeeID1 = recurring(int('EmployeeID1', 'RQ employee id of the salesperson'));
export const employeeName = recurring(varchar(51, 'EmployeeName', 'Employee name'));
export const employeeName1 = recurring(varchar(51, 'EmployeeName1', 'Employee logged in when the RMA shipped'));
export const employeeUsername = recurring(varchar(51, 'EmployeeUsername', 'Employee username'));
export const invoicedByEmployee = recurring(
  varchar(160, 'InvoicedByEmployee', 'Commissioned salesperson on the invoice'),
);
export const invoicedByEmployeeID = recurring(int('InvoicedByEmployeeID', 'RQ employee id for InvoicedByEmployee'));
export const lastName = recurring(varchar(25, 'Last_Name', 'Last name'));
export const longCustomerName = recurring(varchar(160, 'CustomerName', 'Customer name'));
export const moduleName = recurring(varchar('MAX', 'ModuleName', 'RQ security module'));
export const phoneNumber = recurring(varchar(30, 'PhoneNumber', 'Phone number'));
export const requestingEmployeeName = recurring(
  varchar(51, 'RequestingEmployeeName', 'Employee who requested the transfer'),
);
export const rmaCreatedBy = recurring(varchar(51, 'EmployeeName', 'Employee who created the RMA'));
export const roleDescription = recurring(nvarchar('MAX', 'RoleDescription', 'Security role'));
export const shortCustomerName = recurring(varchar(101, 'CustomerName', 'Customer name'));
export const spacedEmployeeName = recurring(varchar(51, 'Employee Name', 'Employee name'));
export const specialIdentifier = recurring(varchar(25, 'SpecialIdentifier', 'Employee number assigned at hire'));
export const startDate = recurring(datetime('StartDate', 'Start date'));
export const tenderedBy = recurring(varchar(51, 'TenderedBy', 'Employee at the till for the tender'));
export const title = recurring(varchar(50, 'Title', 'Job title'));
export const typeOfCustomer = recurring(among(choices.customerTypes, int('TypeOfCustomer', 'Customer type')));
export const username = recurring(varchar(51, 'Username', 'Employee username'));
