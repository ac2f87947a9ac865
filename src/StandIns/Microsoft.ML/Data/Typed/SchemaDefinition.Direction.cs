namespace Microsoft.ML.Data;

public sealed partial class SchemaDefinition
{
    /// <summary>Which members count: those that can be read, those that can be written, or either.</summary>
    [Flags]
    public enum Direction
    {
        /// <summary>Members that can be read.</summary>
        Read = 1,

        /// <summary>Members that can be written.</summary>
        Write = 2,

        /// <summary>Members that can be read or written.</summary>
        Both = Read | Write,
    }
}
