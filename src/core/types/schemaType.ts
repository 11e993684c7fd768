/**
 * A `TypeOf` is the type of the values that follow a JSON Schema, as far as our own schemas go (draft 7: `type`, `enum`,
 * `const`, `anyOf`, `properties`, `required`, `additionalProperties`, `items`, `$ref` to `definitions`). `Schema` is the
 * type of the schema with its literals kept. Bounds and patterns have no counterpart in types.
 *
 * @example
 * type Point = TypeOf<{ readonly type: 'object'; readonly required: readonly ['x']; readonly properties: {
 *   readonly x: { readonly type: 'number' }; readonly label: { readonly type: 'string' } } }>
 * // { readonly x: number; readonly label?: string }
 */
export type TypeOf<Schema, Definitions = unknown> = Schema extends { readonly $ref: `#/definitions/${infer Name}` }
  ? Name extends keyof Definitions
    ? TypeOf<Definitions[Name], Definitions>
    : never
  : Schema extends { readonly const: infer Value }
    ? Value
    : Schema extends { readonly enum: readonly (infer Value)[] }
      ? Value
      : Schema extends { readonly anyOf: readonly (infer Branch)[] }
        ? TypeOf<Branch, Definitions>
        : Schema extends { readonly type: readonly (infer Name)[] }
          ? Named<Name, Schema, Definitions>
          : Schema extends { readonly type: infer Name }
            ? Named<Name, Schema, Definitions>
            : unknown

/**
 * A `Same` is `true` where two types hold the same values and name the same keys. A key that may be absent is assignable to
 * a type without it, so the types are compared with every key required as well.
 */
export type Same<A, B> = [A, Whole<A>] extends [B, Whole<B>]
  ? [B, Whole<B>] extends [A, Whole<A>]
    ? true
    : false
  : false

/** A `Whole` is a type with every key required, at every depth. */
export type Whole<Value> = Value extends object ? { [Key in keyof Value]-?: Whole<Value[Key]> } : Value

type Named<Name, Schema, Definitions> = Name extends 'string'
  ? string
  : Name extends 'number' | 'integer'
    ? number
    : Name extends 'boolean'
      ? boolean
      : Name extends 'null'
        ? null
        : Name extends 'array'
          ? ListOf<Schema, Definitions>
          : ObjectOf<Schema, Definitions>

type ListOf<Schema, Definitions> = Schema extends { readonly items: infer Items }
  ? Items extends readonly unknown[]
    ? { readonly [At in keyof Items]: TypeOf<Items[At], Definitions> }
    : Schema extends { readonly minItems: 2; readonly maxItems: 2 }
      ? readonly [TypeOf<Items, Definitions>, TypeOf<Items, Definitions>]
      : readonly TypeOf<Items, Definitions>[]
  : readonly unknown[]

/** TypeScript has no type for "all other keys": where some are named and others free, any may hold what any other may. */
type ObjectOf<Schema, Definitions> = Schema extends {
  readonly properties: infer Properties
  readonly additionalProperties: infer Other extends object
}
  ? Readonly<Record<string, TypeOf<Properties[keyof Properties] | Other, Definitions>>>
  : Schema extends { readonly properties: infer Properties }
    ? Merged<
        { readonly [Key in keyof Properties & RequiredIn<Schema>]: TypeOf<Properties[Key], Definitions> } & {
          readonly [Key in Exclude<keyof Properties, RequiredIn<Schema>>]?: TypeOf<Properties[Key], Definitions>
        }
      >
    : Schema extends { readonly additionalProperties: infer Value }
      ? Readonly<Record<string, TypeOf<Value, Definitions>>>
      : Readonly<Record<string, unknown>>

type RequiredIn<Schema> = Schema extends { readonly required: readonly (infer Key)[] } ? Key : never

/** A `Merged` is one object type made of several. */
type Merged<Parts> = { readonly [Key in keyof Parts]: Parts[Key] }
