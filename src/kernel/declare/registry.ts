/**
 * The names every module may use without importing the module that owns them. Each declaration adds itself by declaration
 * merging, so `reference('sales.ordr', …)` does not compile although `customers` never imports `sales`.
 *
 *     declare module '#declare' { interface Rows { 'sales.order': Order } }
 *
 * Only named interfaces are entered: the compiler then computes a row once and messages speak of `Order`.
 */
export interface Rows {}
export interface Ledgers {}
/** Rows of balances, by name. */
export interface Balances {}
export interface Settings {}
/** Roles an account can play; the keys are what a posting line may name. */
export interface AccountRoles {}
/** Groups of fields that a role sees, sees masked, or does not see. */
export interface FieldGroups {}
export interface Roles {}

export type RowName = keyof Rows & string;
export type LedgerName = keyof Ledgers & string;
export type BalanceName = keyof Balances & string;
export type SettingsName = keyof Settings & string;
export type AccountRole = keyof AccountRoles & string;
export type FieldGroup = keyof FieldGroups & string;
export type RoleName = keyof Roles & string;
