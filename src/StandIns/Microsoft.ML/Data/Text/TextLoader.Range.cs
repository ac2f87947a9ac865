using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>Fields of a line, counted from 0.</summary>
    public sealed class Range
    {
        /// <summary>The first field.</summary>
        public int Min;

        /// <summary>The last field, included; null for all up to the end of the line.</summary>
        public int? Max;

        /// <summary>Whether the range goes to the last field of the first line.</summary>
        public bool AutoEnd;

        /// <summary>Whether the range goes to the end of each line, however long.</summary>
        public bool VariableEnd;

        /// <summary>Whether the range takes all fields that no other column takes.</summary>
        public bool AllOther;

        /// <summary>Whether the column is a vector although the range is one field.</summary>
        public bool ForceVector;

        /// <summary>The first field.</summary>
        public Range()
        {
        }

        /// <summary>One field.</summary>
        public Range(int index)
        {
            Contracts.CheckParam(index >= 0, nameof(index), "Must be non-negative");
            Min = index;
            Max = index;
        }

        /// <summary>Fields from <paramref name="min"/> to <paramref name="max"/>, both included; null for all up to the last field of the first line.</summary>
        public Range(int min, int? max)
        {
            Contracts.CheckParam(min >= 0, nameof(min), "Must be non-negative");
            Contracts.CheckParam(max is null || max >= min, nameof(max), "If specified, must be greater than or equal to " + nameof(min));
            Min = min;
            Max = max;
            AutoEnd = max is null;
        }
    }
}
