namespace Microsoft.ML;

/// <summary>Writes the value of a column in the current row. What is passed in may be reused as a buffer.</summary>
public delegate void ValueGetter<TValue>(ref TValue value);
