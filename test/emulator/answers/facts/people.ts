/** Columns about employees and customers. */

import { MINUTE } from '../../world/clock';
import { EMPLOYEE_GROUPS } from '../../world/people';
import type { Subject } from '../subject';
import { type Facts, named, ownOrTotal } from './fact';

/** The person an address belongs to: a customer before an employee before a store. */
function addressee({ customer, employee, store, line, invoice }: Subject) {
  return customer ?? (invoice || line ? undefined : (employee ?? store));
}

const yesNo = (value: boolean | undefined) => (value === undefined ? undefined : value ? 'Yes' : 'No');

export const employeeFacts: Facts = {
  ...named(
    'employeeid rqemployeeid employeeid1 salespersonemployeeid invoicedbyemployeeid',
    ({ employee }) => employee?.id,
  ),
  ...named('employeeentityid voidedbyemployeeentityid', ({ employee }) => employee?.entityId),
  ...named(
    'employeename employeename1 soldby invoicedbyemployee primarysalespersonname salespersonname createdbyemployee requestingemployeename shippingemployeename employee redeemedby',
    ({ employee }) => employee?.name,
  ),
  ...named(
    'employeename2 employeename3 tenderedby tenderemployeename completedbyemployeename completedemployeename receivingemployeename employeenameassignedto chargedbackbyemployee cancelledbyname supervisor supervisorname revisedbyemployee discontinuedemployeename',
    ({ employee2 }) => employee2?.name,
  ),
  ...named(
    'tenderedbyemployeeid employeeid2 completedby chargedbackbyemployeeid cancelledbyid revisedbyemployeeid discontinuedemployeeid',
    ({ employee2 }) => employee2?.id,
  ),
  ...named(
    'soldbyusername employeeusername employeeusername1 salespersonusername primarysalespersonusername createdbyemployeeusername username',
    ({ employee }) => employee?.username,
  ),
  ...named(
    'tenderedbyusername tenderemployeeusername employeeusername2 completedbyusername supervisorusername',
    ({ employee2 }) => employee2?.username,
  ),
  ...named(
    'specialidentifier specialidentifier1 employeespecialidentifier',
    ({ employee }) => employee?.specialIdentifier,
  ),
  ...named('idnumber', ({ employee }, { type }) => (type === 'integer' ? employee?.id : employee?.specialIdentifier)),
  ...named('id', ({ number }) => number),
  ...named('lasthiredate startdateofwork', ({ employee }) => employee?.hiredAt),
  ...named('terminationdate scheduledterminationdate', ({ employee }) => employee && (employee.terminatedAt ?? null)),
  ...named('title jobtitle', ({ employee, customer }) => customer?.title ?? employee?.title),
  ...named('roledescription securityrole', ({ employee }) => employee?.role),
  ...named('ispartime', ({ employee }) => employee?.partTime),
  ...named('parttime', ({ employee }) => employee && Number(employee.partTime)),
  ...named('disabled', ({ employee, store }) =>
    employee ? yesNo(!employee.enabled) : store && Number(!store.enabled),
  ),
  ...named(
    'employeegroup assignedgroups',
    ({ employee }) => EMPLOYEE_GROUPS.find(({ id }) => id === employee?.groupId)?.name,
  ),
  ...named('emailpassword', () => ''),
  ...named('punchid revisionid', ({ shift }) => shift?.id),
  ...named('punchincomments incomment', ({ shift }) => shift?.comment),
  ...named('punchintime timein origtimein revisedtimein', ({ shift }) => shift?.in),
  ...named('punchouttime timeout origtimeout revisedtimeout', ({ shift }) => shift?.out),
};

/** Minutes between punching in and out, summed where a row is about many shifts. */
export const shiftFacts: Facts = named('totalclockedminutes', (subject) =>
  ownOrTotal(subject, ({ shift }) => shift && Math.round((shift.out - shift.in) / MINUTE)),
);

export const customerFacts: Facts = {
  ...named('customerid customerid1', ({ customer, invoice }, column) =>
    customer ? (column.format === 'guid' ? customer.guid : customer.id) : invoice ? null : undefined,
  ),
  ...named('customerentityid', ({ customer }) => customer?.guid),
  ...named('legacycustomerid', ({ customer }) => customer?.id),
  ...named(
    'customername customername1 customer billingname borrowername cardholdername',
    ({ customer, invoice }) => customer?.name ?? (invoice ? 'No Customer' : undefined),
  ),
  ...named('firstname customerfirstname', (subject) => (subject.customer ?? subject.employee)?.firstName),
  ...named('lastname customerlastname employeelastname', (subject) => (subject.customer ?? subject.employee)?.lastName),
  ...named(
    'companyname customercompanyname billingcompany',
    ({ customer }) => customer && (customer.companyName ?? null),
  ),
  ...named('address customeraddress', (subject) => addressee(subject)?.address),
  ...named('address2', ({ customer }) => customer && (customer.address2 ?? null)),
  ...named('city customercity', (subject) => addressee(subject)?.city),
  ...named('province customerprovinceorstate state region', (subject) => addressee(subject)?.state),
  ...named(
    'postalcode customerpostalcode customerpostalorzipcode customerzipcode',
    (subject) => addressee(subject)?.zip,
  ),
  ...named('country customercountry', (subject) => addressee(subject)?.country),
  ...named(
    'contactnumber phone phonenumber customerphonenumber cellularnumber worknumber work mobilenumber',
    (subject) => addressee(subject)?.phone,
  ),
  ...named('email emailaddress personalemail', (subject) => {
    const person = addressee(subject);
    return person && (person.email ?? null);
  }),
  ...named('notes', ({ customer }) => customer && (customer.notes ?? null)),
  ...named('vipcustomer', ({ customer }) => customer && Number(customer.vip)),
  ...named('customertypeid typeofcustomer', ({ customer }) => customer?.typeId),
  ...named('membernumber tracpointmembernumber customermembernum', ({ customer }) => customer?.memberNumber),
  ...named('billingaccountnumber', ({ customer, invoice }) => customer?.accountNumber ?? (invoice ? '' : undefined)),
  ...named('rowthumbprint', ({ change }) => change?.thumbprint),
  ...named('operation', ({ change }) => change?.operation),
  ...named('rowinserted', ({ change }) => change?.customer.createdAt),
  ...named('rowupdated lastmodified', ({ change }) => change?.at),
};
