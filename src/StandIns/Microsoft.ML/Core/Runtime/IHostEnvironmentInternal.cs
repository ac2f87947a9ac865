namespace Microsoft.ML.Runtime;

/// <summary>The settings of the context that components may read.</summary>
internal interface IHostEnvironmentInternal : IHostEnvironment
{
    /// <summary>The seed that the context was made with.</summary>
    int? Seed { get; }

    /// <summary>The folder for temporary files.</summary>
    string TempFilePath { get; set; }

    /// <summary>The graphics card to use, null for the processor.</summary>
    int? GpuDeviceId { get; set; }

    /// <summary>Whether to use the processor when the card cannot be used.</summary>
    bool FallbackToCpu { get; set; }

    /// <summary>Reads an option.</summary>
    bool TryGetOption<T>(string name, out T value);

    /// <summary>Reads an option, default when it is not set.</summary>
    T GetOptionOrDefault<T>(string name);

    /// <summary>Sets an option.</summary>
    void SetOption<T>(string name, T value);

    /// <summary>Sets an option that is not set yet.</summary>
    bool TryAddOption<T>(string name, T value);

    /// <summary>Removes an option.</summary>
    bool RemoveOption(string name);
}
