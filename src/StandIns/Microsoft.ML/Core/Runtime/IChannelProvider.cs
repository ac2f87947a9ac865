namespace Microsoft.ML.Runtime;

/// <summary>Opens channels for messages.</summary>
public interface IChannelProvider : IExceptionContext
{
    /// <summary>Opens a channel; dispose it when the work is done.</summary>
    IChannel Start(string name);

    /// <summary>Opens a pipe for messages of another type; dispose it when the work is done.</summary>
    IPipe<TMessage> StartPipe<TMessage>(string name);
}
