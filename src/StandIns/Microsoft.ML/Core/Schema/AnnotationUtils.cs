namespace Microsoft.ML.Data;

/// <summary>The names of the annotations that components know, and the shapes that go with them.</summary>
internal static class AnnotationUtils
{
    /// <summary>Names of annotations.</summary>
    public static class Kinds
    {
        public const string SlotNames = "SlotNames";
        public const string KeyValues = "KeyValues";
        public const string IsNormalized = "IsNormalized";
        public const string ScoreColumnKind = "ScoreColumnKind";
        public const string ScoreValueKind = "ScoreValueKind";
        public const string ScoreColumnSetId = "ScoreColumnSetId";
        public const string TrainingLabelValues = "TrainingLabelValues";
    }
}
