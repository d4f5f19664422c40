/** What a class of the schema has, as a plain object, which can be copied. */
export type Plain<T> = { [Field in keyof T]: T[Field] };
