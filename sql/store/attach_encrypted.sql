-- Opens an encrypted store beside others.
-- In: {path} the file, {name} what it is called here, {is_read_only}; the variable `store_key` the key, as digits.
-- Out: nothing. Grain: one store.
attach '{path}' as {name} (
  read_only {is_read_only}, encryption_key getvariable('store_key'), encryption_cipher 'GCM'
)
