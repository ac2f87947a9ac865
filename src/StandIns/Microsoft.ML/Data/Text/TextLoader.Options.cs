namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>How a text file is read.</summary>
    public class Options
    {
        /// <summary>Whether fields may be in double quotes, which then may hold separators.</summary>
        public bool AllowQuoting;

        /// <summary>Whether lines may be sparse: a length, then index:value pairs.</summary>
        public bool AllowSparse;

        /// <summary>The number of fields of a line; null to find out.</summary>
        public int? InputSize;

        /// <summary>The characters between fields.</summary>
        public char[] Separators = ['\t'];

        /// <summary>The character before the fraction of a number: a point or a comma.</summary>
        public char DecimalMarker = '.';

        /// <summary>The columns.</summary>
        public Column[] Columns;

        /// <summary>Whether blanks around fields are left out.</summary>
        public bool TrimWhitespace;

        /// <summary>A file that has the header, when the data does not.</summary>
        public string HeaderFile;

        /// <summary>The most rows to read; null for all.</summary>
        public long? MaxRows;

        /// <summary>Whether the first line is a header.</summary>
        public bool HasHeader;

        /// <summary>Whether lines are read ahead by other threads. It changes no value.</summary>
        public bool UseThreads = true;

        /// <summary>Whether quoted fields may go over several lines.</summary>
        public bool ReadMultilines;

        /// <summary>Whether empty fields are NaN in columns of real numbers, not 0.</summary>
        public bool MissingRealsAsNaNs;

        /// <summary>The character that makes a quote within quotes part of the field.</summary>
        public char EscapeChar = '"';

        /// <summary>The defaults.</summary>
        public Options()
        {
        }
    }
}
