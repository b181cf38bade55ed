import * as choices from './choices';
import { bit, datetime, int, nvarchar, tinyint, varchar } from './column-types';
import { type Entry, endpointsOf, keyOf } from './entry';
import { datePrecision, dateWindow, forWho, locations, storeLoggedIn } from './groups';
import * as lookups from './lookups';
import * as parameter from './parameter-types';
import { onlyWith, required } from './parameter-types';
import { returnsMost } from './presets';
import { usualRange } from './roles';
import type { Parameter } from './schema';
import * as shared from './shared-columns';

export const customerList: Entry = {
  id: 'customer-list',
  title: 'Customer list',
  path: '/reports/customerlistreport',
  pathEvidence: 'documented',
  description: 'Customer profiles created or active in the window.',
  range: usualRange,
  key: keyOf('CustomerID'),
  parameters: [
    ...dateWindow,
    required(
      parameter.choice('TypeOfCustomer', choices.customerTypes, 'Customer type filter.', {
        label: 'Customer type',
        example: -1,
        preset: returnsMost(-1),
      }),
    ),
    required(
      parameter.choice('FilterBy', choices.customerEvents, 'Event the date window applies to.', {
        label: 'Window applies to',
        example: 1,
        preset: returnsMost(0),
      }),
    ),
    required(storeLoggedIn),
    ...locations(1, '6679'),
    datePrecision,
    parameter.dateTime(
      'StartDateLastModified',
      'Only profiles modified after this time; known from client code, for incremental runs.',
      { label: 'Modified from' },
    ),
    parameter.dateTime('StopDateLastModified', 'Only profiles modified before this time; known from client code.', {
      startedBy: 'StartDateLastModified',
      label: 'Modified until',
    }),
  ],
  columns: [
    varchar(50, 'Address', 'Customer street address, first line', '12 Hello St.'),
    varchar(50, 'Address2', 'Customer street address, second line', 'n/a'),
    shared.billingAccountNumber(''),
    varchar(50, 'City', 'Customer city', 'Fargo'),
    varchar(200, 'ContactNumber', 'Preferred phone number on the customer profile', '5555555555'),
    nvarchar('MAX', 'ContactTypeName', 'Contact type custom field', ''),
    shared.country('United States'),
    varchar(50, 'CustomerCompanyName', 'Company name; blank for individuals', 'KENTEL'),
    varchar(50, 'CustomerFirstName', 'First name (not filled for every customer type)', 'Carrie'),
    shared.customerID(2108754),
    varchar(50, 'CustomerLastName', 'Last name (not filled for every customer type)', 'Madison'),
    datetime('DateCreated', 'When the customer profile was created', '2016-01-26T20:55:53.227'),
    bit('DeclineToProvideEmail', 'True when the customer declined to give an email', false),
    shared.email('carry@test.iq'),
    varchar(51, 'EmployeeName', 'Employee who created the profile', 'iQmetrix Employee'),
    varchar(51, 'EmployeeNameAssignedTo', 'Employee the customer is assigned to; may be blank', 'iQmetrix Employee'),
    nvarchar('MAX', 'IndustryTypeName', 'Industry type custom field', ''),
    int('MultiLevelPriceID', 'Multi-level pricing group of the customer', 1),
    int('NumberOfActivations', 'Activations the customer has completed', 0),
    nvarchar('MAX', 'PositionTypeName', 'Position type custom field', ''),
    shared.postalCode('90123'),
    shared.province('ND'),
    varchar(30, 'TracPointMemberNumber', 'Member number generated with the customer', 'C2981754hduw'),
    shared.typeOfCustomer(3),
    tinyint('VIPCustomer', '1 when the customer is a VIP', 0),
  ],
  sources: ['older-docs', 'client-code'],
};

/** A switch of the activity tracking, and what has no effect without. */
const switched = (by: Parameter, ...parameters: Parameter[]): Parameter[] => [
  required(by),
  ...parameters.map((each) => onlyWith(each, by.name, true)),
];

export const customers = endpointsOf('customers', [
  {
    id: 'activity-tracking',
    title: 'Activity tracking',
    path: '/reports/ActivityTrackingReport',
    pathEvidence: 'observed',
    description: 'CRM activities filtered by creation, closing, assignee, creator, location, status, type or contact.',
    parameters: [
      ...switched(
        parameter.boolean('UseDateCreatedSearchParameters', 'Apply the created-date filter.', {
          label: 'Filter by date created',
          example: true,
          preset: { value: true, reason: 'Without it every activity there ever was would come.' },
        }),
        parameter.dateTime('DateCreatedStartDate', 'Only activities created after this time.', {
          label: 'Created from',
        }),
        parameter.dateTime('DateCreatedStopDate', 'Only activities created before this time.', {
          startedBy: 'DateCreatedStartDate',
          label: 'Created until',
        }),
      ),
      ...switched(
        parameter.boolean('UseDateClosedSearchParameters', 'Apply the closed-date filter.', {
          label: 'Filter by date closed',
          example: false,
        }),
        parameter.dateTime('DateClosedStartDate', 'Only activities closed after this time.', { label: 'Closed from' }),
        parameter.dateTime('DateClosedStopDate', 'Only activities closed before this time.', {
          startedBy: 'DateClosedStartDate',
          label: 'Closed until',
        }),
      ),
      ...switched(
        parameter.boolean('UseAssignedToSearchParameters', 'Apply the assignee filter.', {
          label: 'Filter by assignee',
          example: false,
        }),
        parameter.integer('AssignedToType', 'Kind of assignee; the numbers are not documented.', {
          label: 'Kind of assignee',
          example: 1,
        }),
        parameter.integers('AssignedToEmployeeIDs', 'Comma-separated ids of assigned employees; -1 for all.', {
          label: 'Assigned employees',
          example: '-1',
          all: ['-1'],
          lookup: lookups.employees,
        }),
        parameter.integer('AssignedToGroupID', 'Assigned group id; -1 for all.', {
          label: 'Assigned group',
          example: -1,
          all: ['-1'],
          lookup: lookups.employeeGroups,
        }),
      ),
      ...switched(
        parameter.boolean('UseCreatedBySearchParameters', 'Apply the creator filter.', {
          label: 'Filter by creator',
          example: false,
        }),
        parameter.integer('CreatedByType', 'Kind of creator; the numbers are not documented.', {
          label: 'Kind of creator',
          example: 1,
        }),
        parameter.integers('CreatedByEmployeeIDs', 'Comma-separated ids of creating employees; -1 for all.', {
          label: 'Creating employees',
          example: '-1',
          all: ['-1'],
          lookup: lookups.employees,
        }),
        parameter.integer('CreatedByGroupID', 'Creating group id; -1 for all.', {
          label: 'Creating group',
          example: -1,
          all: ['-1'],
          lookup: lookups.employeeGroups,
        }),
      ),
      ...switched(
        parameter.boolean('UseForWhoSearchParameters', 'Apply the location filter.', {
          label: 'Filter by report level',
          example: true,
        }),
        ...forWho,
      ),
      ...switched(
        parameter.boolean('UseStatusTypeSearchParameters', 'Apply the status filter.', {
          label: 'Filter by status',
          example: true,
        }),
        parameter.integer('StatusType', 'Activity status; the numbers are not documented.', {
          label: 'Status',
          example: 0,
        }),
      ),
      ...switched(
        parameter.boolean('UseActivityTypeSearchParameters', 'Apply the activity type filter.', {
          label: 'Filter by activity type',
          example: false,
        }),
        parameter.integer('ActivityTypeID', 'Activity type id; -1 for all.', {
          label: 'Activity type',
          example: -1,
          all: ['-1'],
        }),
      ),
      ...switched(
        parameter.boolean('UseContactNameSearchParameters', 'Apply the contact name filter.', {
          label: 'Filter by contact name',
          example: false,
        }),
      ),
    ],
    columns: [],
    sources: ['client-code'],
  },
  { ...customerList, cursor: { parameter: 'StartDateLastModified', evidence: 'observed' } },
]);
